import type { DecodeFigure, Ratio } from './report.ts';

/** Ours against every other contender of the same work. */
export function ratiosOf(figures: readonly DecodeFigure[]): Ratio[] {
  return figures.filter(isOurs).flatMap((ours) =>
    figures
      .filter((other) => !isOurs(other) && isSameWork(ours, other))
      .map((other) => ({
        backend: ours.backend,
        transformer: ours.transformer,
        work: ours.work,
        contender: ours.contender,
        against: other.contender,
        speedup: other.msPerToken / ours.msPerToken,
      })),
  );
}

/** Contenders that the product uses are named after it. */
function isOurs({ contender }: DecodeFigure): boolean {
  return contender.startsWith('tessera');
}

function isSameWork(one: DecodeFigure, other: DecodeFigure): boolean {
  return one.backend === other.backend && one.transformer === other.transformer && one.work === other.work;
}
