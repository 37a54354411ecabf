import { text } from '../messages/text.ts';
import { type NoticeStore, tell } from '../shell/noticeStore.ts';

/** The little that is used of `navigator.serviceWorker` and of the page; tests bring their own. */
interface UpdateParts {
  readonly container: Pick<ServiceWorkerContainer, 'controller' | 'register' | 'addEventListener'>;
  readonly base: string;
  readonly notices: NoticeStore;
  readonly reload: () => void;
  readonly onVisible: (listener: () => void) => void;
  /** Milliseconds, monotonic. */
  readonly now: () => number;
}

/** A page may stay open for weeks; the browser looks for a new build by itself only when one is opened. */
const LOOK_AGAIN_MS = 60 * 60 * 1000;

/**
 * Keeps the page for visits without a network, and offers a newer build when there is one. Nothing is replaced while
 * the page is in use: the newer build waits until the person says so, or until the last tab has closed.
 */
export async function keepOffline(parts: UpdateParts): Promise<void> {
  const { container, base, notices, reload, onVisible, now } = parts;
  let wasControlled = container.controller !== null;
  let asked = false;
  container.addEventListener('controllerchange', () => {
    // The first one takes a page that has just loaded the very same files.
    const isFirst = !wasControlled;
    wasControlled = true;
    if (isFirst) return;
    if (asked) reload();
    // Another tab has taken the newer build; files that this page has not fetched yet are gone.
    else offer(notices, reload);
  });
  const registration = await container
    .register(new URL('sw.js', base).href, { scope: base, updateViaCache: 'none' })
    .catch(() => null); // a browser that refuses (private window, blocked site data) only works online
  if (!registration) return;
  const offerWaiting = () => {
    const { waiting } = registration;
    if (!waiting || !wasControlled) return;
    offer(notices, () => {
      asked = true;
      waiting.postMessage('take-over');
    });
  };
  offerWaiting();
  registration.addEventListener('updatefound', () => {
    const { installing } = registration;
    installing?.addEventListener('statechange', () => {
      if (installing.state === 'installed') offerWaiting();
    });
  });
  let lookedAt = now();
  onVisible(() => {
    if (now() - lookedAt < LOOK_AGAIN_MS) return;
    lookedAt = now();
    void registration.update().catch(() => undefined);
  });
}

function offer(notices: NoticeStore, perform: () => void): void {
  const t = text().offline;
  tell(notices, {
    tone: 'info',
    code: 'update-ready',
    message: t.updateReady,
    advice: t.updateAdvice,
    lasts: true,
    action: { label: t.update, perform },
  });
}

/** The browser's own; nothing in browsers without service workers, and in the development server. */
export function keepThisPageOffline(base: string, notices: NoticeStore): void {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  void keepOffline({
    container: navigator.serviceWorker,
    base,
    notices,
    reload: () => location.reload(),
    onVisible: (listener) =>
      document.addEventListener('visibilitychange', () => {
        if (document.visibilityState === 'visible') listener();
      }),
    now: () => performance.now(),
  });
}
