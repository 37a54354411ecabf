import { createContext, useCallback, useContext, useSyncExternalStore } from 'react';
import { useStore, type StoreApi } from 'zustand';

import type { ActionId } from './actions/action.ts';
import type { Studio } from './studio.ts';

export const StudioContext = createContext<Studio | null>(null);

export function useStudio(): Studio {
  const studio = useContext(StudioContext);
  if (!studio) throw new Error('no studio around this component');
  return studio;
}

/** A part of one of the studio's stores. */
export function useFrom<State, Part>(
  pick: (studio: Studio) => StoreApi<State>,
  select: (state: State) => Part,
): Part {
  return useStore(pick(useStudio()), select);
}

/** Whether an action applies now. */
export function useEnabled(id: ActionId): boolean {
  const studio = useStudio();
  const subscribe = useCallback(
    (listener: () => void) => {
      const { layout, canvasView, desk, settings, sessionStore, runs, queue } = studio;
      const stores = [layout, canvasView, desk.store, settings, sessionStore, runs, queue.store];
      const stops = stores.map((store) => store.subscribe(listener));
      return () => stops.forEach((stop) => stop());
    },
    [studio],
  );
  return useSyncExternalStore(subscribe, () => studio.actions[id].enabled());
}
