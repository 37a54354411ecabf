import type { RecordedModel } from '../../core/recordedRun.ts';
import type { RunState } from '../generate/runStore.ts';
import type { LoadedState, SessionState } from '../session/sessionStore.ts';

/** Why the worker cannot be asked about the run shown; null when it can. */
export type Obstacle = 'no-run' | 'running' | 'no-record' | 'no-model' | 'other-model';

/** A run is asked about through its record, and only the weights that drew it give its numbers. */
export function obstacleTo(
  { shown, running }: Pick<RunState, 'shown' | 'running'>,
  { loaded }: Pick<SessionState, 'loaded'>,
): Obstacle | null {
  if (!shown) return 'no-run';
  if (running) return 'running';
  if (!shown.record) return 'no-record';
  if (!loaded) return 'no-model';
  return shown.record.model.hash === loaded.hash ? null : 'other-model';
}

/** How the loaded model's records are read; null without a transformer. */
export function recordedModelOf(loaded: LoadedState | null): RecordedModel | null {
  const { transformer, permuter } = loaded?.manifest ?? {};
  if (!transformer) return null;
  return {
    blockSize: transformer.blockSize,
    ...(permuter && { permutation: Int32Array.from(permuter) }),
  };
}
