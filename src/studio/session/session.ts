import { TesseraError } from '../../core/errors.ts';
import { type DeviceNews, RuntimeClient, type LoadedModel, type Task } from '../../runtime/client.ts';
import type { TileAtlas } from '../../runtime/protocol.ts';
import { listModels } from '../../store/modelStore.ts';
import { atlasOfTiles } from '../replay/atlas.ts';
import { text } from '../messages/text.ts';
import { type NoticeStore, settle, tell, tellError } from '../shell/noticeStore.ts';
import { doubtNotice } from './doubtNotice.ts';
import { missingFeatures, type PageOptions } from './environment.ts';
import { rememberModel, rememberedModel } from './rememberedModel.ts';
import { entryOfUrl, fetchModels, foreignHost, type ModelEntry, withStored } from './models.ts';
import type { createSessionStore } from './sessionStore.ts';

export interface SessionOptions {
  readonly store: ReturnType<typeof createSessionStore>;
  readonly notices: NoticeStore;
  readonly base: string;
  readonly page: PageOptions;
  /** Label of the button that tries again. */
  readonly retryLabel: () => string;
}

/** Errors after which nothing can be computed on this page. */
const FATAL_CODES = ['worker-cannot-start', 'no-backend'];

/** The worker and the model it holds. */
export class Session {
  client: RuntimeClient | null = null;
  private loading: Task<LoadedModel> | null = null;

  constructor(private readonly options: SessionOptions) {}

  async start(): Promise<void> {
    const { store, notices, page, base } = this.options;
    const missing = missingFeatures();
    if (missing.length > 0) this.unavailable(missing);
    else this.client ??= this.connect();
    try {
      const kept = listModels().catch(() => []);
      const listed = await fetchModels(base).catch(async (error: unknown) => {
        if ((await kept).length === 0) throw error;
        tellError(notices, error, this.retry());
        return [];
      });
      const linked = this.linked(page.modelUrl);
      const host = linked && foreignHost(linked.url, base);
      const own = host ? null : linked;
      const named = own && !listed.some(({ url }) => url === own.url) ? [...listed, own] : listed;
      const models = withStored(named, await kept);
      store.setState({ models });
      const wanted = own?.url ?? rememberedModel();
      // In one go with opening: who agrees at once would else see the site's own model opened after theirs.
      if (host) this.askForHost(linked, host);
      const found = models.find(({ url }) => url === wanted);
      if (own && !found) tellError(notices, notStored());
      const chosen = found ?? models[0];
      if (chosen) await this.open(chosen);
      else throw noModels();
    } catch (error) {
      store.setState({ phase: 'failed' });
      tellError(notices, error, this.retry());
    }
  }

  /** The model of the page's address. One that cannot be told is no reason to open none. */
  private linked(address: string | null): ModelEntry | null {
    try {
      return address ? entryOfUrl(address, this.options.base) : null;
    } catch (error) {
      tellError(this.options.notices, error);
      return null;
    }
  }

  /** Whoever made the link chose the host; nothing is asked of it before the person agrees. */
  private askForHost(model: ModelEntry, host: string): void {
    const { store, notices } = this.options;
    const t = text().trust;
    const perform = () => {
      store.setState(({ models }) => ({ models: [...models, model] }));
      void this.open(model);
    };
    tell(notices, {
      tone: 'error',
      code: 'other-host',
      message: t.otherHost(host),
      advice: t.otherHostAdvice,
      action: { label: t.fetchFrom(host), perform },
    });
  }

  /** Loads a model; the one before stays until then. */
  async open(model: ModelEntry): Promise<void> {
    const { store, notices } = this.options;
    this.loading?.cancel();
    if (!this.client) {
      store.setState({ model });
      return;
    }
    store.setState({ model, phase: 'loading', progress: null, loaded: null });
    const started = performance.now();
    const task = this.client.load(model.url, (progress) => {
      if (this.loading === task) store.setState({ progress });
    });
    this.loading = task;
    try {
      const loaded = await task.result;
      if (this.loading !== task) return;
      store.setState({ loadMs: performance.now() - started });
      rememberModel(model.url);
      await this.opened(loaded);
    } catch (error) {
      if (this.loading !== task || isCrash(error)) return;
      store.setState({ phase: 'failed', progress: null });
      tellError(notices, error, this.retry());
    }
  }

  private async opened({ manifest, hash, storage, downsampling, tiles }: LoadedModel): Promise<void> {
    const { store, notices } = this.options;
    // A worker that died before the model was asked for may have had a successor since.
    for (const code of FATAL_CODES) settle(notices, code);
    const labels = manifest.conditioning.find((conditioning) => conditioning.labels)?.labels;
    store.setState((state) => ({
      phase: 'ready',
      progress: null,
      loaded: { manifest, hash, storage, downsampling },
      labels: labels ?? state.labels,
      atlas: null,
    }));
    if (tiles) await this.showTiles(tiles);
  }

  private connect(): RuntimeClient {
    const { store, notices, base, page } = this.options;
    return new RuntimeClient({
      backend: page.backend,
      wasmUrl: new URL('wasm/', base).href,
      listener: {
        onBackend: (backend) => store.setState({ backend }),
        onTiles: (tiles) => void this.showTiles(tiles),
        onDevice: (news) => this.onDevice(news),
        onDoubt: (doubt) => tell(notices, doubtNotice(doubt, store.getState().loaded?.manifest.name ?? '')),
        onFailure: (error) => {
          const isFatal = FATAL_CODES.includes(error.code);
          if (isFatal) store.setState({ phase: 'unavailable', progress: null });
          tellError(notices, error, isFatal ? this.retry() : undefined);
        },
        onCrash: (error) => {
          store.setState({ recovering: false });
          tellError(notices, error);
          const { model } = store.getState();
          if (model) void this.open(model);
        },
      },
    });
  }

  private onDevice({ event }: DeviceNews): void {
    const { store, notices } = this.options;
    store.setState({ recovering: event === 'lost' });
    if (event === 'lost') return;
    const t = text().trust;
    const replaced = event === 'replaced';
    tell(notices, {
      tone: 'info',
      code: 'device-lost',
      message: replaced ? t.deviceReplaced : t.deviceBack,
      advice: replaced ? t.deviceReplacedAdvice : '',
    });
  }

  private async showTiles(tiles: TileAtlas): Promise<void> {
    this.options.store.setState({ atlas: await atlasOfTiles(tiles) });
  }

  private unavailable(missing: readonly string[]): void {
    const { store, notices } = this.options;
    store.setState({ phase: 'unavailable' });
    tellError(
      notices,
      new TesseraError(
        'browser-lacks-features',
        `this browser has no ${missing.join(' and no ')}, so no picture can be computed here`,
        'use a current Chrome, Edge, Firefox or Safari; recorded runs still play',
      ),
    );
  }

  private retry(): { label: string; perform: () => void } {
    const perform = () => {
      const { model } = this.options.store.getState();
      void (model ? this.open(model) : this.start());
    };
    return { label: this.options.retryLabel(), perform };
  }
}

function notStored(): TesseraError {
  return new TesseraError(
    'model-not-stored',
    'the model of this address is not stored in this browser, or no longer',
    'import it again, or choose a model here',
  );
}

function noModels(): TesseraError {
  return new TesseraError(
    'no-models',
    'this site lists no model',
    'put a model folder under models/, or open one with ?model=',
  );
}

/** A crash is told once, by the client's own message. */
function isCrash(error: unknown): boolean {
  return error instanceof TesseraError && error.code === 'worker-crashed';
}
