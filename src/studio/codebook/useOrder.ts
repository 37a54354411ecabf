import { useMemo } from 'react';

import type { Codebook } from '../../core/codebook/codebook.ts';
import { tileColours, type TileColours } from '../../core/codebook/colours.ts';
import { distancesFrom } from '../../core/codebook/nearest.ts';
import { byHue, byUse, byValue } from '../../core/codebook/orderings.ts';
import type { Atlas } from '../replay/atlas.ts';
import type { Filter, Sort } from './codebookStore.ts';

interface Ordering {
  readonly sort: Sort;
  readonly filter: Filter;
  readonly count: number;
  readonly anchor: number;
  readonly counts: Float64Array | null;
  readonly codebook: Codebook | null;
  readonly arrangement: Int32Array | null;
  readonly colours: TileColours | null;
  /** Codes of the picture in the studio. */
  readonly inPicture: ReadonlySet<number>;
  readonly chosen: ReadonlySet<number>;
}

/** The codes that are shown, in their order. What is still being computed leaves the order by number. */
export function useOrder(wanted: Ordering): Int32Array {
  const { sort, filter, count, anchor, counts, codebook, arrangement, colours, inPicture, chosen } = wanted;
  const sorted = useMemo(() => {
    const plain = () => byValue(new Uint8Array(count));
    switch (sort) {
      case 'index':
        return plain();
      case 'usage':
        return counts ? byUse(counts) : plain();
      case 'hue':
        return colours ? byHue(colours) : plain();
      case 'brightness':
        return colours ? byValue(colours.lightness) : plain();
      case 'similarity':
        return codebook && anchor < codebook.codes ? byValue(distancesFrom(codebook, anchor, 'l2')) : plain();
      case 'arrangement':
        return arrangement ?? plain();
    }
  }, [sort, count, anchor, counts, codebook, arrangement, colours]);
  return useMemo(() => {
    switch (filter) {
      case 'all':
        return sorted;
      case 'picture':
        return sorted.filter((code) => inPicture.has(code));
      case 'unused':
        return sorted.filter((code) => counts?.[code] === 0);
      case 'chosen':
        return sorted.filter((code) => chosen.has(code));
    }
  }, [sorted, filter, counts, inPicture, chosen]);
}

/** Mean colours of all tiles; null where the picture may not be read. */
export function useColours(atlas: Atlas | null, count: number): TileColours | null {
  return useMemo(() => {
    if (!atlas || count === 0) return null;
    const { columns, size } = atlas;
    const canvas = document.createElement('canvas');
    canvas.width = columns * size;
    canvas.height = Math.ceil(count / columns) * size;
    const context = canvas.getContext('2d', { willReadFrequently: true });
    if (!context) return null;
    context.drawImage(atlas.image, 0, 0);
    const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
    return tileColours({ rgba: data, columns, size, count });
  }, [atlas, count]);
}
