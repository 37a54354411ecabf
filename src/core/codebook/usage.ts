/** How often each code occurs, [codes]. Negative tokens (not drawn yet) and ids beyond the codebook are left out. */
export function countUses(grids: Iterable<ArrayLike<number>>, codes: number): Float64Array {
  const counts = new Float64Array(codes);
  for (const tokens of grids) {
    for (let i = 0; i < tokens.length; i++) {
      if (tokens[i] >= 0 && tokens[i] < codes) counts[tokens[i]]++;
    }
  }
  return counts;
}

interface UsageSummary {
  readonly total: number;
  /** Codes that occur at all. */
  readonly used: number;
  /**
   * exp of the entropy of the frequencies (the reference logs the same, section 1.5): the number of codes that
   * would be as varied if all were used alike. 0 when nothing was counted.
   */
  readonly perplexity: number;
}

export function summarizeUsage(counts: ArrayLike<number>): UsageSummary {
  let total = 0;
  let used = 0;
  for (let code = 0; code < counts.length; code++) {
    total += counts[code];
    if (counts[code] > 0) used++;
  }
  let entropy = 0;
  for (let code = 0; code < counts.length; code++) {
    const p = counts[code] / total;
    if (p > 0) entropy -= p * Math.log(p);
  }
  return { total, used, perplexity: total === 0 ? 0 : Math.exp(entropy) };
}

/** Place of each code among all by use, 1 for the most used; equal counts share a rank. */
export function ranksOf(counts: ArrayLike<number>): Int32Array {
  const byUse = Array.from({ length: counts.length }, (_, code) => code).sort(
    (a, b) => counts[b] - counts[a] || a - b,
  );
  const ranks = new Int32Array(counts.length);
  byUse.forEach((code, place) => {
    const before = byUse[place - 1];
    ranks[code] = place > 0 && counts[before] === counts[code] ? ranks[before] : place + 1;
  });
  return ranks;
}

/**
 * How many codes are used about how often: bins of equal width on a logarithmic scale from the least to the most
 * used one. Unused codes are in no bin.
 */
export function usageHistogram(
  counts: ArrayLike<number>,
  bins: number,
): { readonly least: number; readonly most: number; readonly codes: Int32Array } {
  const used = Array.from(counts).filter((count) => count > 0);
  const codes = new Int32Array(bins);
  if (used.length === 0) return { least: 0, most: 0, codes };
  const least = used.reduce((low, count) => Math.min(low, count), Infinity);
  const most = used.reduce((high, count) => Math.max(high, count), 0);
  const span = Math.log(most / least) || 1;
  for (const count of used) codes[Math.min(bins - 1, Math.floor((Math.log(count / least) / span) * bins))]++;
  return { least, most, codes };
}
