import type { Pixels } from '../../runtime/pixels.ts';
import { keepRun, showRun, type ShownRun } from '../generate/runStore.ts';
import { text } from '../messages/text.ts';
import { loadAtlas } from '../replay/atlas.ts';
import type { ModelEntry } from '../session/models.ts';
import { windowSizeOf } from '../session/sessionStore.ts';
import { tell } from '../shell/noticeStore.ts';
import type { StudioParts } from '../createParts.ts';
import { rememberPage } from './putBack.ts';
import { restoreSettings } from './restoreSettings.ts';
import { type Known, runOfPackage } from './runOfPackage.ts';
import { isWhole, type RunPackage } from './runPackage.ts';

export type OpenRunParts = Pick<
  StudioParts,
  'runs' | 'player' | 'settings' | 'document' | 'desk' | 'session' | 'sessionStore' | 'notices'
>;

export interface OpenedFrom {
  /** Named in what is told about it. */
  readonly name: string;
  readonly picture: ImageBitmap | null;
}

/** Side of the window that pictures of unknown models are shown with. */
const USUAL_SIDE = 16;

/**
 * Brings a run back: it stands on the Result canvas and can be replayed, and the page has its model, settings and layout.
 * @throws TesseraError those of the schedule
 */
export async function openRun(parts: OpenRunParts, held: RunPackage, from: OpenedFrom): Promise<void> {
  const { sessionStore, session, runs, player, notices } = parts;
  const { record, studio } = held;
  const entry = sessionStore.getState().models.find(({ id }) => id === record.model.id) ?? null;
  const known = studio ?? knownOf(parts, entry, held, from.picture);
  const run = runOfPackage(held, known, from.picture, await tilesOf(entry));
  const putBack = rememberPage(parts);

  const condition = studio?.condition ?? null;
  const palette =
    entry && condition?.kind === 'segmentation' ? condition.labels : sessionStore.getState().labels;
  const native = known.window.width * known.downsampling;
  const { width, height } = run.decoded;
  const fits = restoreSettings(
    parts,
    { width, height, native, settings: record.settings, condition },
    palette,
  );
  // While another is drawn, it waits among the runs.
  runs.setState(({ kept }) => ({ kept: keepRun(kept, run) }));
  if (runs.getState().running === null) {
    player.pause();
    showRun(runs, run);
  }

  const t = text().files;
  tell(notices, {
    tone: 'info',
    code: 'run-opened',
    message: condition ? t.opened(from.name) : t.openedWithoutCondition(from.name),
    advice: adviceFor(entry, known.modelName, fits),
    action: { label: t.putBack, perform: putBack },
  });
  if (!entry) return;
  if (sessionStore.getState().model?.url !== entry.url || !sessionStore.getState().loaded)
    await session.open(entry);
  const { loaded } = sessionStore.getState();
  if (loaded?.manifest.id !== record.model.id) return;
  if (loaded.hash !== record.model.hash && record.model.hash !== '') {
    tell(notices, {
      tone: 'info',
      code: 'other-weights',
      message: t.otherWeights(known.modelName),
      advice: '',
    });
  } else if (!from.picture && isWhole(record)) {
    await decodeRun(parts, run);
  }
}

function adviceFor(entry: ModelEntry | null, modelName: string, fits: boolean): string {
  const t = text().files;
  return [entry ? '' : t.modelMissing(modelName), fits ? '' : t.paletteDiffers].filter(Boolean).join(' ');
}

/** A record of the command says neither how many pixels a token has nor how large the window is. */
function knownOf(
  { sessionStore }: OpenRunParts,
  entry: ModelEntry | null,
  { record }: RunPackage,
  picture: ImageBitmap | null,
): Known {
  const { loaded } = sessionStore.getState();
  const modelName = entry?.name ?? record.model.id;
  if (loaded?.manifest.id === record.model.id) {
    return {
      modelName,
      downsampling: loaded.downsampling,
      window: windowSizeOf(loaded, record.settings.kind),
    };
  }
  const downsampling = picture ? Math.round(picture.width / record.grid.width) : 16;
  const isUsual = downsampling >= 1 && downsampling <= 64;
  return {
    modelName,
    downsampling: isUsual ? downsampling : 16,
    window: { height: USUAL_SIDE, width: USUAL_SIDE },
  };
}

async function tilesOf(entry: ModelEntry | null) {
  return entry?.tiles ? loadAtlas(entry.tiles).catch(() => null) : null;
}

/** The picture of a run that came without one; its tiles stay where that fails. */
async function decodeRun({ session, runs }: OpenRunParts, run: ShownRun): Promise<void> {
  const { record } = run;
  if (!record || !session.client) return;
  const { grid } = record;
  const decode = session.client.decode({ ...grid, tokens: Int32Array.from(record.tokens) });
  const pixels: Pixels | null = await decode.result.catch(() => null);
  if (!pixels) return;
  run.decoded.getContext('2d')?.putImageData(new ImageData(pixels.rgba, pixels.width, pixels.height), 0, 0);
  runs.setState(({ revision }) => ({ revision: revision + 1 }));
}
