import type { Actions } from './actions/action.ts';
import { createActions } from './actions/createActions.ts';
import { createFeatures, type StudioFeatures } from './createFeatures.ts';
import { keepDrafts, restoreDrafts } from './condition/drafts.ts';
import { languageStore } from './language/language.ts';
import { text } from './messages/text.ts';
import { fetchExamples, type Examples } from './paint/examples.ts';
import { readDraft } from './paint/layoutDraft.ts';
import {
  fitOtherSizes,
  keepDraft,
  keepSizesEqual,
  reflectDocument,
  scaleToModel,
  settleEmptyLayout,
} from './paint/layoutWiring.ts';
import type { PageOptions } from './session/environment.ts';
import { createParts, type StudioParts } from './createParts.ts';

export interface Studio extends StudioParts, StudioFeatures {
  readonly actions: Actions;
}

export function createStudio(page: PageOptions): Studio {
  const parts = createParts(page);
  reflectDocument(parts);
  settleEmptyLayout(parts);
  const draft = readDraft();
  if (draft) {
    parts.settings.setState({ width: draft.width, height: draft.height });
    parts.document.restore(draft);
  }
  restoreDrafts(parts.desk);
  keepSizesEqual(parts);
  keepDraft(parts);
  keepDrafts(parts.desk);
  scaleToModel(parts);
  fitOtherSizes(parts);
  const features = createFeatures(parts);
  return { ...parts, ...features, actions: createActions({ ...parts, ...features }) };
}

/** Fetches what the page shows first, then the model. */
export async function startStudio({ base, ui, sessionStore, session, show }: Studio): Promise<void> {
  void session.start();
  const examples = await fetchExamples(base, text().examples).catch(() => null);
  ui.setState({ awaitsExamples: false });
  if (examples) {
    ui.setState({ examples });
    if (!sessionStore.getState().loaded) sessionStore.setState({ labels: examples.labels });
    languageStore.subscribe(() => ui.setState(({ examples: told }) => ({ examples: retitled(told) })));
  }
  await show.start();
}

function retitled({ labels, layouts }: Examples): Examples {
  const titles = text().examples;
  return { labels, layouts: layouts.map((layout) => ({ ...layout, title: titles[layout.id] ?? layout.id })) };
}
