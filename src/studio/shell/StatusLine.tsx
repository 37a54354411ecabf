import { text } from '../messages/text.ts';
import { useFrom } from '../useStudio.ts';
import { linkTo } from './routes.ts';

/** Backend, model and state in words. Numbers that run are shown elsewhere: here they would be read out all the time. */
export function StatusLine() {
  const t = text().status;
  const phase = useFrom(
    (studio) => studio.sessionStore,
    (state) => state.phase,
  );
  const backend = useFrom(
    (studio) => studio.sessionStore,
    (state) => state.backend,
  );
  const model = useFrom(
    (studio) => studio.sessionStore,
    (state) => state.loaded?.manifest.name ?? state.model?.name ?? null,
  );
  const running = useFrom(
    (studio) => studio.runs,
    (state) => (state.running === null ? null : state.running.cancelling ? 'cancelling' : 'generating'),
  );
  const ended = useFrom(
    (studio) => studio.runs,
    ({ shown }) =>
      shown?.source === 'live' && shown.record ? (shown.cancelled ? 'cancelled' : 'finished') : null,
  );
  const recovering = useFrom(
    (studio) => studio.sessionStore,
    (state) => state.recovering,
  );
  const state = phase === 'ready' ? (running ?? ended ?? 'ready') : phase;
  const title = backend ? [backend.adapter, backend.reason].filter(Boolean).join(' · ') : undefined;
  return (
    <div className="status" role="status" aria-label={t.label} title={title}>
      <span className="status-dot" data-state={recovering ? 'loading' : state} aria-hidden="true" />
      <a className="status-text" href={linkTo('diagnostics')}>
        {backend && <span className="status-backend">{t.backends[backend.backend]} · </span>}
        {model && <span className="status-model">{model} · </span>}
        <span className="status-state">{recovering ? text().trust.recovering : t.states[state]}</span>
      </a>
    </div>
  );
}
