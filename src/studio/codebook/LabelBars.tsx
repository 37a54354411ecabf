import type { UsageFile } from '../../checkpoint/usageFile.ts';
import type { Label } from '../../core/labels.ts';
import { text } from '../messages/text.ts';

interface LabelBarsProps {
  readonly table: NonNullable<UsageFile['labels']>;
  readonly labels: readonly Label[];
  readonly code: number;
}

const MOST = 5;

/** The labels under a code's cells, the commonest first. */
export function LabelBars({ table, labels, code }: LabelBarsProps) {
  const t = text().codebook.card;
  const count = table.ids.length;
  const bars = table.ids
    .map((id, i) => ({
      label: labels.find((one) => one.id === id),
      share: table.bytes[code * count + i] / 255,
    }))
    .filter(({ label, share }) => label && share >= 0.01)
    .sort((a, b) => b.share - a.share)
    .slice(0, MOST);
  if (bars.length === 0) return null;
  return (
    <section>
      <h3>{t.labels}</h3>
      <ul className="label-bars">
        {bars.map(({ label, share }) => (
          <li key={label?.id}>
            <span>{label?.name}</span>
            <span className="label-bar" aria-hidden="true">
              <span style={{ width: `${share * 100}%`, background: label?.color }} />
            </span>
            <small>{t.percent(share)}</small>
          </li>
        ))}
      </ul>
    </section>
  );
}
