import type { StudioParts } from '../createParts.ts';
import type { WantedModel } from './runQueue.ts';

/** Opens a model unless it is open, and waits for it. @returns false when it is not listed or cannot be opened */
export async function ensureModel(
  { session, sessionStore }: Pick<StudioParts, 'session' | 'sessionStore'>,
  { url }: WantedModel,
): Promise<boolean> {
  const isOpen = () => sessionStore.getState().model?.url === url && sessionStore.getState().loaded !== null;
  if (isOpen()) return true;
  const isComing = sessionStore.getState().model?.url === url && sessionStore.getState().phase === 'loading';
  const entry = sessionStore.getState().models.find((one) => one.url === url);
  if (!isComing && !entry) return false;
  if (!isComing && entry) await session.open(entry);
  await new Promise<void>((resolve) => {
    const isSettled = () => sessionStore.getState().phase !== 'loading';
    if (isSettled()) resolve();
    const stop = sessionStore.subscribe(() => {
      if (!isSettled()) return;
      stop();
      resolve();
    });
  });
  return isOpen();
}
