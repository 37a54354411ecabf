import type { Action, ActionId } from '../actions/action.ts';
import { text } from '../messages/text.ts';
import type { StudioFeatures } from '../createFeatures.ts';
import type { StudioParts } from '../createParts.ts';
import { copyImage, exportAll, exportDepth, exportLayout, exportPng, exportRecord } from './exportRun.ts';
import { pasteFromClipboard } from './paste.ts';

type FileActionId = Extract<
  ActionId,
  | 'export-png'
  | 'export-layout'
  | 'export-depth'
  | 'export-record'
  | 'export-all'
  | 'copy-image'
  | 'copy-link'
  | 'paste'
>;

/** What can be done with the picture on the Result canvas, and with what was copied elsewhere. */
export function fileActions(parts: StudioParts & StudioFeatures): Record<FileActionId, Action> {
  const { runs } = parts;
  const t = text().files;
  const shown = () => (runs.getState().running === null ? runs.getState().shown : null);
  const action = (
    label: string,
    perform: (parts: StudioParts) => Promise<void>,
    more: Partial<Action> = {},
  ): Action => ({
    label,
    group: 'files',
    shortcuts: [],
    enabled: () => shown() !== null,
    perform: () => void perform(parts),
    ...more,
  });
  return {
    'export-png': action(t.exportPng, exportPng, { shortcuts: ['Mod+s'] }),
    'export-layout': action(t.exportLayout, exportLayout, { enabled: () => Boolean(shown()?.layout) }),
    'export-depth': action(t.exportDepth, exportDepth, {
      enabled: () => shown()?.condition?.kind === 'depth',
    }),
    'export-record': action(t.exportRecord, exportRecord, { enabled: () => Boolean(shown()?.record) }),
    'export-all': action(t.exportAll, exportAll, { enabled: () => Boolean(shown()?.record) }),
    'copy-link': {
      label: text().share.copyLink,
      group: 'files',
      shortcuts: ['Shift+Mod+l'],
      enabled: () => parts.sessionStore.getState().model !== null,
      perform: () => void parts.links.copy(() => void exportPng(parts)),
    },
    'copy-image': action(t.copyImage, copyImage, { shortcuts: ['Shift+Mod+c'] }),
    paste: {
      label: t.paste,
      group: 'files',
      shortcuts: ['Mod+v'],
      isBrowsers: true,
      enabled: () => true,
      perform: () => void pasteFromClipboard(parts),
    },
  };
}
