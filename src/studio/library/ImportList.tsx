import { useStore } from 'zustand';

import { ErrorNote } from '../controls/ErrorNote.tsx';
import { ProgressBar } from '../controls/ProgressBar.tsx';
import { text } from '../messages/text.ts';
import { useStudio } from '../useStudio.ts';
import type { ImportJob } from './importQueue.ts';

/** Imports that run, wait or went wrong. */
export function ImportList() {
  const t = text().imports;
  const { queue } = useStudio().library;
  const jobs = useStore(queue.store, (state) => state.jobs);
  if (jobs.length === 0) return null;
  // the worker takes them in order, so the first that is open is the one that runs
  const current = jobs.find(({ state }) => state !== 'failed' && state !== 'cancelled');
  return (
    <div className="import-list">
      <ul>
        {jobs.map((job) => (
          <li key={job.id} className="import-job">
            <JobView job={job} isCurrent={job === current} />
          </li>
        ))}
      </ul>
      {current && <p className="import-note">{t.stayOpen}</p>}
    </div>
  );
}

function JobView({ job, isCurrent }: { readonly job: ImportJob; readonly isCurrent: boolean }) {
  const t = text().imports;
  const actions = text().actions;
  const { queue } = useStudio().library;
  const { id, state, progress, error, choices } = job;
  const dismiss = (
    <button type="button" className="button" onClick={() => queue.dismiss(id)}>
      {actions.dismiss}
    </button>
  );
  const retry = (
    <button type="button" className="button" onClick={() => queue.retry(id)}>
      {actions.retry}
    </button>
  );
  if (state === 'failed' && error) {
    return (
      <>
        <h2>{choices.name}</h2>
        <ErrorNote error={error} />
        <div className="import-buttons">
          {retry}
          {dismiss}
        </div>
      </>
    );
  }
  if (state === 'cancelled') {
    return (
      <div className="import-head">
        <h2>{choices.name}</h2>
        <p role="status">{t.states.cancelled}</p>
        {retry}
        {dismiss}
      </div>
    );
  }
  const words =
    state === 'cancelling'
      ? t.states.cancelling
      : !isCurrent
        ? t.states.waiting
        : progress
          ? t.progress(progress.doneBytes, progress.totalBytes, progress.secondsLeft)
          : t.states.starting;
  const value = progress && progress.totalBytes > 0 ? progress.doneBytes / progress.totalBytes : null;
  return (
    <>
      <div className="import-head">
        <h2>{choices.name}</h2>
        <p>{words}</p>
        <button
          type="button"
          className="button"
          aria-disabled={state === 'cancelling'}
          onClick={() => state !== 'cancelling' && queue.cancel(id)}
        >
          {actions.cancel}
        </button>
      </div>
      {isCurrent && <ProgressBar label={t.progressLabel} value={value} valueText={words} />}
    </>
  );
}
