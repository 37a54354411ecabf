import { ProgressBar } from '../controls/ProgressBar.tsx';
import { text } from '../messages/text.ts';
import { useFrom } from '../useStudio.ts';

/** The download of the model: bytes, speed, time left. */
export function LoadingLine() {
  const t = text().loading;
  const { progress, model } = useFrom(
    (studio) => studio.sessionStore,
    (state) => state,
  );
  const words = t.progress(model?.name ?? '', progress);
  return (
    <div className="run-line">
      <ProgressBar
        label={t.label}
        value={progress && progress.totalBytes > 0 ? progress.receivedBytes / progress.totalBytes : null}
        valueText={words}
      />
      <p>{words}</p>
    </div>
  );
}
