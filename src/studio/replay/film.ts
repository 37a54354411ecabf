import { playbackRate } from './frame.ts';

/** Pictures a second of an exported film. */
export const FRAME_RATE = 30;
/** How long the finished picture stays at the end. */
const HOLD_SECONDS = 1.5;
/** A zip of more pictures than this is of no use to anybody. */
const MOST_STILLS = 240;

/** Tokens laid in each frame of a film that plays as the page does at this speed. */
export function filmPositions(draws: number, speed: number): readonly number[] {
  const rate = playbackRate(draws) * speed;
  const moving = Math.ceil((draws / rate) * FRAME_RATE);
  const held = Math.round(HOLD_SECONDS * FRAME_RATE);
  return Array.from({ length: moving + held + 1 }, (_, frame) =>
    Math.min(draws, Math.floor((frame / FRAME_RATE) * rate)),
  );
}

/** Tokens laid in each still: evenly spread, with the empty and the finished picture. */
export function stillPositions(draws: number): readonly number[] {
  const count = Math.min(MOST_STILLS, draws + 1);
  if (count === 1) return [draws];
  return Array.from({ length: count }, (_, still) => Math.round((still * draws) / (count - 1)));
}
