import type { Machine, Needs, Obstacle } from '../../runtime/importNeeds.ts';
import { ErrorNote } from '../controls/ErrorNote.tsx';
import { FactList } from '../controls/FactList.tsx';
import { text } from '../messages/text.ts';

interface TakesProps {
  readonly needs: Needs;
  readonly machine: Machine;
  readonly obstacles: readonly Obstacle[];
  /** Offered when the model fits as int8 and does not as it is. */
  readonly int8: { readonly needs: Needs; readonly use: () => void } | null;
}

/** Storage, memory and work, with what stands in the way. */
export function Takes({ needs, machine, obstacles, int8 }: TakesProps) {
  const t = text().imports;
  const { backend, freeBytes } = machine;
  const facts: readonly (readonly [string, string])[] = [
    [t.storage, t.storageFacts(needs.storageBytes, freeBytes)],
    [t.memory[backend], t.memoryFacts(needs.memoryBytes)],
    ...(needs.bytesPerToken > 0 ? [[t.work, t.workFacts[backend](needs)] as const] : []),
  ];
  return (
    <div className="sheet-takes">
      <h4>{t.costTitle}</h4>
      <FactList className="sheet-facts" facts={facts} />
      <p className="advice">{t.memoryNote[backend]}</p>
      {obstacles.map((obstacle) => (
        <ErrorNote
          key={obstacle.kind}
          error={{
            message: t.obstacles[obstacle.kind](obstacle),
            advice: int8
              ? t.wayOutInt8(int8.needs.storageBytes)
              : obstacle.kind === 'storage'
                ? t.wayOutDelete
                : t.wayOutOther,
          }}
        >
          {int8 && (
            <button type="button" className="button" onClick={int8.use}>
              {t.useInt8}
            </button>
          )}
        </ErrorNote>
      ))}
    </div>
  );
}
