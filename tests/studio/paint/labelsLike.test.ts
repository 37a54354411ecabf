import { expect, it } from 'vitest';

import { labelSet } from '../../../src/checkpoint/labelSets.ts';
import { labelsLike } from '../../../src/studio/paint/palette.ts';

const labels = labelSet('coco-stuff-182');
const names = (query: string) => labelsLike(labels, query).map(({ name }) => name);

it('shows all labels until something is typed', () => {
  expect(labelsLike(labels, '  ')).toBe(labels);
});

it('finds every word, whatever the case, names that begin with it first', () => {
  expect(names('TREE')[0]).toBe('tree');
  expect(names('sky')).toContain('sky-other');
  const water = names('water');
  expect(water[0].startsWith('water')).toBe(true);
  expect(names('wall brick')).toEqual(['wall-brick']);
});

it('finds nothing for what no label is called', () => {
  expect(names('quasar')).toEqual([]);
});
