import type { Codebook } from '../../core/codebook/codebook.ts';
import { text } from '../messages/text.ts';

interface VectorPlotProps {
  readonly codebook: Codebook;
  readonly code: number;
}

const HEIGHT = 56;

/** The numbers of a code as bars from the middle line, to the scale of its own largest one. */
export function VectorPlot({ codebook, code }: VectorPlotProps) {
  const { dim, vectors } = codebook;
  const row = vectors.subarray(code * dim, (code + 1) * dim);
  const most = row.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0) || 1;
  return (
    <svg
      className="vector-plot"
      viewBox={`0 0 ${dim} ${HEIGHT}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={text().codebook.card.vectorFigure(code, dim)}
    >
      <line x1={0} x2={dim} y1={HEIGHT / 2} y2={HEIGHT / 2} />
      {Array.from(row, (value, i) => {
        const height = (Math.abs(value) / most) * (HEIGHT / 2 - 1);
        return (
          <rect
            key={i}
            x={i + 0.12}
            width={0.76}
            y={value < 0 ? HEIGHT / 2 : HEIGHT / 2 - height}
            height={height}
            data-negative={value < 0 || undefined}
          />
        );
      })}
    </svg>
  );
}
