import { ProgressBar } from '../controls/ProgressBar.tsx';
import { text } from '../messages/text.ts';
import { useFrom, useStudio } from '../useStudio.ts';

/** The numbers of the run that goes on, or of the one shown. */
export function RunLine() {
  const { actions } = useStudio();
  const t = text().result;
  const { running, shown, repeated } = useFrom(
    (studio) => studio.runs,
    (state) => state,
  );
  if (running) {
    const words = t.progress(running);
    return (
      <div className="run-line">
        <ProgressBar label={t.generating} value={running.drawn / running.total} valueText={words} />
        <p>{words}</p>
      </div>
    );
  }
  const record = shown?.record;
  return (
    <div className="run-line">
      <p>{record ? (repeated ? t.repeated : t.summary(record, shown.cancelled)) : ''}</p>
      {repeated && (
        <button
          type="button"
          className="button"
          onClick={() => {
            actions['roll-seed'].perform();
            actions.generate.perform();
          }}
        >
          {t.another}
        </button>
      )}
    </div>
  );
}
