import type { Atlas } from '../replay/atlas.ts';
import { useFrom } from '../useStudio.ts';
import type { ShownRun } from './runStore.ts';

/** The tiles that a run is drawn with: its own where it was recorded, else those of the loaded model. */
export function useAtlasOf(run: ShownRun | null): Atlas | null {
  return useFrom(
    (studio) => studio.sessionStore,
    (state) => run?.atlas ?? state.atlas,
  );
}
