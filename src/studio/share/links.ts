import { createStore } from 'zustand/vanilla';

import { rememberPage } from '../files/putBack.ts';
import { restoreSettings } from '../files/restoreSettings.ts';
import { samplingSettings } from '../generate/runner.ts';
import { folderAddress } from '../library/folderUrl.ts';
import { text } from '../messages/text.ts';
import { entryOfUrl, type ModelEntry, storedUrl } from '../session/models.ts';
import { tell, tellError } from '../shell/noticeStore.ts';
import type { StudioParts } from '../createParts.ts';
import { isMeantAsLink, linkIn } from './linkHash.ts';
import { decodeLink, encodeLink, type SharedSetup } from './shareLink.ts';

type LinkParts = Pick<
  StudioParts,
  | 'runs'
  | 'player'
  | 'runner'
  | 'settings'
  | 'document'
  | 'desk'
  | 'session'
  | 'sessionStore'
  | 'notices'
  | 'base'
>;

/** A link whose model lies on a host that this page does not list. */
interface HostQuestion {
  readonly host: string;
  readonly url: string;
  readonly setup: SharedSetup;
}

/** Makes links of the page's state, and opens them. */
export class Links {
  readonly question = createStore<{ readonly asked: HostQuestion | null }>(() => ({ asked: null }));

  constructor(private readonly parts: LinkParts) {}

  /** Puts a link to the model, settings and layout of the page on the clipboard. */
  async copy(exportPng: () => void): Promise<void> {
    const { notices } = this.parts;
    const t = text().share;
    try {
      const address = new URL(encodeLink(this.setup()), location.href).href;
      await navigator.clipboard.writeText(address).then(
        () =>
          tell(notices, {
            tone: 'info',
            code: 'link-copied',
            message: t.copied(address.length),
            advice: '',
            brief: true,
          }),
        () => {
          history.replaceState(null, '', address);
          tell(notices, { tone: 'info', code: 'link-copied', message: t.inAddressBar, advice: '' });
        },
      );
    } catch (error) {
      const { shown, running } = this.parts.runs.getState();
      const canExport = shown?.record && !running;
      tellError(
        notices,
        error,
        canExport ? { label: text().files.exportPng, perform: exportPng } : undefined,
      );
    }
  }

  /** Opens the link in the page's address, now and whenever one is entered. */
  listen(): void {
    const look = () => {
      const payload = linkIn(location.hash);
      if (payload === null && !isMeantAsLink(location.hash)) return;
      // The address is the studio's again: a reload goes on from what was made of it.
      history.replaceState(null, '', `${location.pathname}${location.search}#/`);
      void this.open(payload ?? '');
    };
    window.addEventListener('hashchange', look);
    look();
  }

  /** @param payload what follows `#/s/` */
  async open(payload: string): Promise<void> {
    const { notices, sessionStore, base } = this.parts;
    try {
      const setup = decodeLink(payload);
      await modelsOf(sessionStore);
      const listed = sessionStore.getState().models.find(({ id }) => id === setup.model.id);
      if (listed || !setup.model.url) {
        await this.apply(setup, listed ?? null);
        return;
      }
      const { url, foreignHost } = folderAddress(setup.model.url, base);
      if (foreignHost) this.question.setState({ asked: { host: foreignHost, url, setup } });
      else await this.apply(setup, this.list(url));
    } catch (error) {
      tellError(notices, error);
    }
  }

  /** The person's answer: fetch from that host, or take everything but the model. */
  async answer(fetchIt: boolean): Promise<void> {
    const { asked } = this.question.getState();
    this.question.setState({ asked: null });
    if (asked) await this.apply(asked.setup, fetchIt ? this.list(asked.url) : null);
  }

  private setup(): SharedSetup {
    const { runner, sessionStore } = this.parts;
    const { model, loaded } = sessionStore.getState();
    const { settings, width, height } = this.present();
    const isElsewhere =
      model && !model.url.startsWith(storedUrl('')) && !model.url.startsWith(this.parts.base);
    return {
      model: {
        id: loaded?.manifest.id ?? model?.id ?? '',
        name: loaded?.manifest.name ?? model?.name ?? '',
        ...(isElsewhere && { url: model.url }),
      },
      width,
      height,
      native: this.parts.settings.getState().native,
      settings,
      condition: runner.draft(),
    };
  }

  private present() {
    const { settings, sessionStore } = this.parts;
    const now = settings.getState();
    return {
      width: now.width,
      height: now.height,
      settings: samplingSettings(now, sessionStore.getState().loaded),
    };
  }

  private async apply(setup: SharedSetup, entry: ModelEntry | null): Promise<void> {
    const { sessionStore, session, notices } = this.parts;
    const putBack = rememberPage(this.parts);
    const { condition, model } = setup;
    const palette =
      entry && condition?.kind === 'segmentation' ? condition.labels : sessionStore.getState().labels;
    const fits = restoreSettings(this.parts, setup, palette);
    const t = text().share;
    tell(notices, {
      tone: 'info',
      code: 'link-opened',
      message: t.opened,
      advice: [entry ? '' : t.modelMissing(model.name || model.id), fits ? '' : text().files.paletteDiffers]
        .filter(Boolean)
        .join(' '),
      action: { label: text().files.putBack, perform: putBack },
    });
    if (entry && sessionStore.getState().model?.url !== entry.url) await session.open(entry);
  }

  /** A model at an address, among those of the page. */
  private list(url: string): ModelEntry {
    const { sessionStore, base } = this.parts;
    const entry = entryOfUrl(url, base);
    sessionStore.setState(({ models }) => ({
      models: models.some((one) => one.url === entry.url) ? models : [...models, entry],
    }));
    return entry;
  }
}

/** Waits until the page knows its models, or that it will not. */
function modelsOf(store: StudioParts['sessionStore']): Promise<void> {
  const isKnown = () => store.getState().models.length > 0 || store.getState().phase === 'failed';
  return new Promise((resolve) => {
    if (isKnown()) resolve();
    const stop = store.subscribe(() => {
      if (!isKnown()) return;
      stop();
      resolve();
    });
  });
}
