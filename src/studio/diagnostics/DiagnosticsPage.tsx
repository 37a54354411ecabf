import './diagnostics.css';

import { TesseraError, type ErrorReport } from '../../core/errors.ts';
import { FactList } from '../controls/FactList.tsx';
import { sentence } from '../messages/format.ts';
import { text } from '../messages/text.ts';
import { tell, tellError } from '../shell/noticeStore.ts';
import { useStudio } from '../useStudio.ts';
import { factSections, reportText, type FactSection } from './facts.ts';
import { useDiagnostics } from './useDiagnostics.ts';

/** What computes here, and how it is doing. */
export function DiagnosticsPage() {
  const t = text().diagnostics;
  const { notices, session } = useStudio();
  const found = useDiagnostics();
  if (!found) {
    return (
      <section className="diagnostics" aria-label={t.title}>
        <h1>{t.title}</h1>
        <p className="diagnostics-intro">{t.asking}</p>
      </section>
    );
  }
  const { worker, page } = found;
  const sections = factSections(worker, page);
  const errors = [...(worker?.errors ?? []), ...page.errors];
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(reportText(sections, errors));
      tell(notices, { tone: 'info', code: 'report-copied', message: t.copied, advice: '', brief: true });
    } catch (cause) {
      const refused = new TesseraError('clipboard-refused', t.copyRefused, t.copyRefusedAdvice, { cause });
      tellError(notices, refused);
    }
  };
  const hasDevice = worker?.backend === 'webgpu';
  return (
    <section className="diagnostics" aria-label={t.title}>
      <h1>{t.title}</h1>
      <p className="diagnostics-intro">{t.intro}</p>
      <div className="diagnostics-buttons">
        <button type="button" className="button primary" onClick={() => void copy()}>
          {t.copy}
        </button>
        <button
          type="button"
          className="button"
          aria-disabled={!hasDevice}
          aria-describedby="lose-help"
          onClick={() => hasDevice && session.client?.loseDevice()}
        >
          {t.lose}
        </button>
        <p id="lose-help">{hasDevice ? t.loseHelp : worker ? t.noDevice : t.noBackend}</p>
      </div>
      <Errors errors={errors} fine={worker ? t.noErrors : t.noBackend} />
      {sections.map((section) => (
        <Facts key={section.title} section={section} />
      ))}
    </section>
  );
}

function Facts({ section: { title, facts } }: { readonly section: FactSection }) {
  return (
    <section>
      <h2>{title}</h2>
      <FactList facts={facts} />
    </section>
  );
}

interface ErrorsProps {
  readonly errors: readonly ErrorReport[];
  /** What is said where there are none. */
  readonly fine: string;
}

function Errors({ errors, fine }: ErrorsProps) {
  const t = text().diagnostics;
  return (
    <section>
      <h2>{t.sections.errors}</h2>
      {errors.length === 0 ? (
        <p className="diagnostics-fine">{fine}</p>
      ) : (
        <ul>
          {errors.map(({ code, message }, i) => (
            <li key={i}>
              <code>{code}</code> {sentence(message)}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
