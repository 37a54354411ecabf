import { useEffect, useRef } from 'react';

import { ResultSurface } from '../generate/resultSurface.ts';
import { text } from '../messages/text.ts';
import type { ShownRun } from '../generate/runStore.ts';
import type { Atlas } from '../replay/atlas.ts';

interface UsesOfCodeProps {
  readonly run: ShownRun;
  readonly atlas: Atlas;
  readonly code: number;
}

/** Where a code lies in the picture of the studio. */
export function UsesOfCode({ run, atlas, code }: UsesOfCodeProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { trace, decoded } = run;
  useEffect(() => {
    if (canvas.current) new ResultSurface(canvas.current).render(run, atlas, trace.count, false);
  }, [run, atlas, trace]);
  const cells = Array.from(trace.cells.subarray(0, trace.count)).filter(
    (_, draw) => trace.tokens[draw] === code,
  );
  const side = trace.downsampling;
  return (
    <figure className="uses">
      <div className="uses-picture" style={{ aspectRatio: decoded.width / decoded.height }}>
        <canvas ref={canvas} aria-hidden="true" />
        <svg viewBox={`0 0 ${decoded.width} ${decoded.height}`} aria-hidden="true">
          {cells.map((cell) => (
            <rect
              key={cell}
              x={(cell % trace.width) * side}
              y={Math.floor(cell / trace.width) * side}
              width={side}
              height={side}
            />
          ))}
        </svg>
      </div>
      <figcaption>{text().codebook.used(cells.length)}</figcaption>
    </figure>
  );
}
