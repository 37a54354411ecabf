import { describe, expect, it } from 'vitest';

import { matching } from '../../../src/studio/commands/matching.ts';

const item = (label: string, group = 'Action', enabled = true) => ({ label, group, enabled });
const LIST = [
  item('Export layout PNG'),
  item('Undo', 'Action', false),
  item('Layout leeren'),
  item('Clear layout'),
  item('Dark', 'Theme'),
  item('Größerer Pinsel'),
  item('Überlagerung'),
  item('Redo layout', 'Action', false),
];
const found = (typed: string) => matching(LIST, typed, ({ group }) => group).map(({ label }) => label);

describe('what is found by typing', () => {
  it('is everything, in its order, before anything is typed', () => {
    expect(found('  ')).toEqual(LIST.map(({ label }) => label));
  });

  it('begins with names that begin so, then words, and puts what cannot be done now behind', () => {
    expect(found('layout')).toEqual(['Layout leeren', 'Export layout PNG', 'Clear layout', 'Redo layout']);
  });

  it('holds every word that was typed, in any order', () => {
    expect(found('png export')).toEqual(['Export layout PNG']);
    expect(found('export jpeg')).toEqual([]);
  });

  it('may name the group', () => {
    expect(found('theme da')).toEqual(['Dark']);
  });

  it('looks past case, accents and sharp s', () => {
    expect(found('grosserer')).toEqual(['Größerer Pinsel']);
    expect(found('UBERLAG')).toEqual(['Überlagerung']);
    expect(found('größ')).toEqual(['Größerer Pinsel']);
  });
});
