import { createStore } from 'zustand/vanilla';

/** Chromium's event, which TypeScript's DOM library does not know. */
interface InstallEvent extends Event {
  prompt(): Promise<unknown>;
}

/** What installs the page as an app of its own; null where the browser offers nothing, or it is installed. */
export const installStore = createStore<{ readonly install: (() => void) | null }>(() => ({ install: null }));

/** Holds the browser's offer until the person asks for it. */
export function listenForInstall(target: EventTarget = window): void {
  target.addEventListener('beforeinstallprompt', (event) => {
    event.preventDefault();
    installStore.setState({
      install: () => {
        // An offer can be taken once; the browser makes another one when it was declined.
        installStore.setState({ install: null });
        void (event as InstallEvent).prompt();
      },
    });
  });
  target.addEventListener('appinstalled', () => installStore.setState({ install: null }));
}
