import { summarizeUsage, usageHistogram } from '../../core/codebook/usage.ts';
import { FileButton } from '../controls/FileButton.tsx';
import { text } from '../messages/text.ts';
import { useFrom, useStudio } from '../useStudio.ts';
import type { ShownUsage } from './useUsage.ts';

const BINS = 36;

interface UsageStripProps {
  readonly codes: number;
  readonly shown: ShownUsage;
  readonly canEncode: boolean;
}

/** How much of the codebook is in use, and where that was counted. */
export function UsageStrip({ codes, shown, canEncode }: UsageStripProps) {
  const t = text().codebook.usage;
  const { codebook } = useStudio();
  const usage = useFrom(
    (studio) => studio.codebook.store,
    (state) => state.usage,
  );
  const { counts, isComing, from, ownPictures } = shown;
  const summary = counts && summarizeUsage(counts);
  return (
    <div className="usage-strip" data-coming={isComing || undefined}>
      {counts && <Histogram counts={counts} />}
      <div className="usage-words">
        {summary ? (
          <p>
            <strong>{t.used(summary.used, codes)}</strong>
            <span title={t.perplexityHelp}>{t.perplexity(summary.perplexity)}</span>
          </p>
        ) : (
          <p>{isComing ? t.coming : t.none}</p>
        )}
        <div className="usage-source">
          {usage && ownPictures > 0 ? (
            <select
              aria-label={t.from}
              value={from}
              onChange={(event) =>
                codebook.store.setState({ usageFrom: event.target.value as 'file' | 'own' })
              }
            >
              <option value="file">{t.file(usage.source, usage.pictures)}</option>
              <option value="own">{t.own(ownPictures)}</option>
            </select>
          ) : (
            summary && (
              <span>
                {from === 'file' && usage ? t.file(usage.source, usage.pictures) : t.own(ownPictures)}
              </span>
            )
          )}
          {canEncode && !isComing && (
            <FileButton
              accept="image/*"
              label={t.add}
              multiple
              onFiles={(files) => void codebook.countPictures(files)}
            />
          )}
        </div>
      </div>
    </div>
  );
}

function Histogram({ counts }: { readonly counts: Float64Array }) {
  const t = text().codebook.usage;
  const { least, most, codes } = usageHistogram(counts, BINS);
  const tallest = codes.reduce((high, bin) => Math.max(high, bin), 1);
  return (
    <svg
      className="usage-histogram"
      viewBox={`0 0 ${BINS * 4} 40`}
      preserveAspectRatio="none"
      role="img"
      aria-label={t.histogram(least, most)}
    >
      {Array.from(codes, (bin, i) => {
        const height = bin === 0 ? 0.6 : Math.max(1.2, (bin / tallest) * 40);
        return (
          <rect
            key={i}
            x={i * 4}
            width={3}
            y={40 - height}
            height={height}
            data-empty={bin === 0 || undefined}
          />
        );
      })}
    </svg>
  );
}
