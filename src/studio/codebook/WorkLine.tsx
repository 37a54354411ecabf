import { ProgressBar } from '../controls/ProgressBar.tsx';
import { text } from '../messages/text.ts';
import { useFrom, useStudio } from '../useStudio.ts';

/** What is being computed for this page, and the way to stop it. It lies over the page, so that nothing jumps. */
export function WorkLine() {
  const t = text().codebook;
  const { codebook } = useStudio();
  const work = useFrom(
    (studio) => studio.codebook.store,
    (state) => state.work,
  );
  return (
    <div className="work-line" data-idle={!work || undefined}>
      {work && (
        <>
          <span>{t.working[work.kind]}</span>
          <ProgressBar label={t.working[work.kind]} value={work.share} valueText={t.workShare(work.share)} />
          <span className="work-share">{t.workShare(work.share)}</span>
          <button type="button" className="button" onClick={() => codebook.cancel()}>
            {t.stop}
          </button>
        </>
      )}
    </div>
  );
}
