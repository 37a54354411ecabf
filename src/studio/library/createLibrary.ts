import { ImportClient } from '../../runtime/importClient.ts';
import { text } from '../messages/text.ts';
import { type ModelEntry, storedUrl } from '../session/models.ts';
import type { Session } from '../session/session.ts';
import type { createSessionStore } from '../session/sessionStore.ts';
import { type NoticeStore, tell } from '../shell/noticeStore.ts';
import { ImportFlow } from './importFlow.ts';
import { ImportQueue } from './importQueue.ts';
import { readMachine } from './machine.ts';
import { Shelf } from './shelf.ts';

export interface LibraryOptions {
  readonly session: Session;
  readonly sessionStore: ReturnType<typeof createSessionStore>;
  readonly notices: NoticeStore;
  readonly base: string;
}

export interface Library {
  readonly shelf: Shelf;
  readonly flow: ImportFlow;
  readonly queue: ImportQueue;
}

export function createLibrary({ session, sessionStore, notices, base }: LibraryOptions): Library {
  const client = new ImportClient();
  const open = (model: ModelEntry) => void session.open(model);
  const shelf = new Shelf({ client, sessionStore, open });
  const onImported = async (key: string, name: string, warnings: readonly string[]) => {
    await shelf.refresh();
    const origin = shelf.store.getState().stored.find((one) => one.key === key)?.url;
    const { models } = sessionStore.getState();
    const entry = models.find(({ url }) => url === storedUrl(key) || url === origin);
    const t = text().imports;
    tell(notices, {
      tone: 'info',
      code: `imported-${key}`,
      message: t.imported(name),
      advice: warnings.join('; '),
      action: entry && { label: t.openImported, perform: () => open(entry) },
    });
  };
  const queue = new ImportQueue({ client, onImported });
  const flow = new ImportFlow({
    client,
    queue,
    page: base,
    readMachine: () => readMachine(sessionStore.getState().backend?.backend ?? 'webgpu'),
    names: () => sessionStore.getState().models.map(({ name }) => name),
  });
  // closing the page ends an import, so it is asked first
  addEventListener('beforeunload', (event) => {
    if (queue.isBusy) event.preventDefault();
  });
  return { shelf, flow, queue };
}
