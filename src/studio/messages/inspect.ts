import type { OverlayKind } from '../inspect/inspectStore.ts';
import type { Obstacle } from '../inspect/askable.ts';
import { count } from './format.ts';

/** `12.4 %`, `0.03 %`, `< 0.01 %` */
function percent(share: number): string {
  if (share === 0) return '0 %';
  if (share < 0.0001) return '< 0.01 %';
  const digits = share < 0.01 ? 2 : share < 0.9995 ? 1 : 0;
  return `${(share * 100).toFixed(digits)} %`;
}

const nats = (value: number) => (Number.isFinite(value) ? `${value.toFixed(2)} nats` : '∞');

const overlays: Record<OverlayKind, string> = {
  none: 'None',
  borders: 'Token borders',
  entropy: 'Entropy',
  probability: 'Probability',
  surprise: 'Surprise',
  windows: 'Window origin',
  order: 'Drawing order',
  attention: 'Attention',
};

const obstacles: Record<Obstacle, string> = {
  'no-run': 'There is no run to look into.',
  running: 'The numbers can be computed when the run has ended.',
  'no-record': 'This run left no record, so its numbers cannot be computed again.',
  'no-model': 'The numbers can be computed when the model is loaded.',
  'other-model': 'Other weights than the loaded ones drew this run. Its own would give its numbers.',
};

/** Words of the token inspector, the overlays and what-if. */
export const inspect = {
  layer: 'Token grid',
  layerRole: 'grid of tokens',
  layerHint: 'Arrow keys move, Enter pins a token, Escape lets go.',
  code: (code: number) => `Code ${code}`,
  place: (row: number, column: number) => `row ${row + 1}, column ${column + 1}`,
  at: (code: number | null, row: number, column: number) =>
    `${code === null ? 'Not laid yet' : `Code ${code}`}, row ${row + 1}, column ${column + 1}`,
  empty: 'Not laid yet',
  percent,
  nats,
  overlay: 'Overlay',
  overlays,
  obstacles,
  surveying: (done: number, total: number) => `Computing window ${count(done + 1)} of ${count(total)}`,
  pinFirst: 'Pin a token to see what its step attended to.',
  computing: 'Computing…',
  legend: {
    windows: (positions: number) =>
      positions === 1 ? 'One window drew all tokens' : `${count(positions)} window positions`,
    first: 'first',
    last: (draws: number) => `last (${count(draws)})`,
  },
  panel: {
    region: 'Token',
    close: 'Close the token panel',
    later: (draw: number, draws: number) =>
      `This place is draw ${count(draw)} of ${count(draws)}; the timeline stands before it.`,
    goThere: 'Go to this draw',
    openEntry: 'Open this entry of the codebook',
    /** Within a sentence. */
    drawn: 'draw',
    facts: {
      probability: 'Probability',
      surprise: 'Surprise',
      entropy: 'Entropy',
      number: 'Number u',
      draw: 'Draw',
      topK: 'Top-k cut',
      topP: 'Top-p cut',
    },
    ranked: (rank: number, codes: number) => `rank ${count(rank)} of ${count(codes)}`,
    entropyOf: (entropy: number) => `≈ ${count(Math.exp(entropy))} codes`,
    chosenBy: (u: number, from: number, to: number) =>
      `${u.toFixed(3)} in ${from.toFixed(3)} – ${to.toFixed(3)}`,
    number: (u: number) => u.toFixed(3),
    greedy: 'greedy: no number',
    drawOf: (draw: number, draws: number) => `${count(draw)} of ${count(draws)}`,
    cut: (codes: number, mass: number) =>
      codes === 0 ? 'nothing' : `${count(codes)} codes, ${percent(mass)}`,
    notDrawn: (code: number) => `u chooses code ${code} here: this token was kept or laid by hand.`,
    axis: (code: number, u: number) =>
      `Codes side by side by probability, in order of their numbers. u is ${u.toFixed(4)} and falls on code ${code}.`,
    temperature: 'Look at temperature',
    ownTemperature: (value: number) => `Back to ${value}, the run’s`,
    wouldChoose: (code: number) => `At this temperature u chooses code ${code}.`,
    candidates: 'Candidates',
    listed: (shown: number, kept: number) => `${count(shown)} of ${count(kept)}`,
    candidate: (code: number, probability: number, chosen: boolean) =>
      chosen
        ? `Code ${code} ${percent(probability)}, laid here`
        : `Swap to code ${code} ${percent(probability)}`,
    attention: 'Attention',
    layer: 'Layer',
    head: 'Head',
    mean: 'Mean',
    nth: (index: number) => String(index + 1),
    onto: 'Shown on',
    ontoPicture: 'Tokens',
    ontoCondition: 'Layout',
    shares: (condition: number) =>
      `${percent(condition)} on the condition, ${percent(1 - condition)} on tokens laid before.`,
  },
};
