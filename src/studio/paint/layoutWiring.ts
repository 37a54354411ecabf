import type { StudioParts } from '../createParts.ts';
import { snapPicture } from '../generate/limits.ts';
import { windowSizeOf } from '../session/sessionStore.ts';
import { settle, tell } from '../shell/noticeStore.ts';
import { text } from '../messages/text.ts';
import { saveDraft } from './layoutDraft.ts';
import { fitView } from './viewStore.ts';

const DRAFT_DELAY_MS = 500;

/** Keeps what the buttons need to know about the document in the store. */
export function reflectDocument({ document, layout }: Pick<StudioParts, 'document' | 'layout'>): void {
  document.onChange((change) => {
    const inStroke = change !== null && change.right > change.left;
    layout.setState(({ revision, blank }) => ({
      canUndo: document.canUndo,
      canRedo: document.canRedo,
      revision: revision + 1,
      // Looking for paint reads the whole map, so it waits for the end of a stroke.
      blank: inStroke ? blank && document.isBlank : document.isBlank,
    }));
  });
}

/** Whoever was told that the layout is empty, and paints, has understood. */
export function settleEmptyLayout({ layout, notices }: Pick<StudioParts, 'layout' | 'notices'>): void {
  layout.subscribe(({ blank }, before) => {
    if (before.blank && !blank) settle(notices, 'layout-empty');
  });
}

/** The layout has the picture's size: a new size resamples it, and undoing that brings the old size back. */
export function keepSizesEqual({ document, settings }: Pick<StudioParts, 'document' | 'settings'>): void {
  settings.subscribe(({ width, height }) => document.resize(height, width));
  document.onChange((change) => {
    const { width, height } = document.map;
    const now = settings.getState();
    if (change === null && (now.width !== width || now.height !== height))
      settings.setState({ width, height });
  });
}

/** The layout survives a reload and a crash. */
export function keepDraft({ document, notices }: Pick<StudioParts, 'document' | 'notices'>): void {
  let timer: ReturnType<typeof setTimeout> | null = null;
  let refused = false;
  const save = () => {
    timer = null;
    if (saveDraft(document.map) || refused) return;
    refused = true;
    const t = text().layout;
    tell(notices, { tone: 'info', code: 'draft-not-kept', message: t.draftNotKept, advice: '' });
  };
  document.onChange(() => {
    // Packing a large layout takes longer than a frame, so a stroke is saved when it has ended.
    if (document.isPainting) return;
    timer ??= setTimeout(save, DRAFT_DELAY_MS);
  });
  window.addEventListener('pagehide', () => {
    if (timer) save();
  });
}

/** A picture of another size is seen as a whole first. */
export function fitOtherSizes({ settings, canvasView }: Pick<StudioParts, 'settings' | 'canvasView'>): void {
  settings.subscribe(({ width, height }, before) => {
    if (width !== before.width || height !== before.height) fitView(canvasView);
  });
}

/** A model whose window covers other pixels gets the same number of tokens, not the same number of pixels. */
export function scaleToModel({
  sessionStore,
  settings,
}: Pick<StudioParts, 'sessionStore' | 'settings'>): void {
  sessionStore.subscribe(({ loaded }, before) => {
    if (!loaded || loaded === before.loaded) return;
    const kind = loaded.manifest.conditioning[0]?.kind ?? 'none';
    const native = windowSizeOf(loaded, kind).width * loaded.downsampling;
    const { width, height, native: earlier } = settings.getState();
    const scale = native / earlier;
    const size = snapPicture({ width: width * scale, height: height * scale }, native, loaded.downsampling);
    settings.setState({ ...size, native });
  });
}
