import { ErrorNote } from '../controls/ErrorNote.tsx';
import { Icon } from '../controls/Icon.tsx';
import { text } from '../messages/text.ts';
import type { Check } from './shelf.ts';

interface CheckLineProps {
  readonly check: Check;
  /** Imported models cannot be downloaded again. */
  readonly isImported: boolean;
}

/** What verifying a model said. */
export function CheckLine({ check, isImported }: CheckLineProps) {
  const t = text().library;
  if (check.state === 'failed') return <ErrorNote error={check.error} />;
  if (check.state === 'done' && check.damaged.length > 0) {
    const message = t.damaged(check.damaged, check.files);
    return <ErrorNote error={{ message, advice: isImported ? t.damagedImport : t.damagedDownload }} />;
  }
  return (
    <p className="check-line" role="status" data-state={check.state}>
      {check.state === 'done' && <Icon name="check" />}
      {check.state === 'done' ? t.sound(check.files) : t.verifying}
    </p>
  );
}
