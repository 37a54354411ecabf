import { count } from './format.ts';

/** Words of the command palette. */
export const palette = {
  title: 'Command palette',
  open: 'Search all commands',
  field: 'Find a command',
  hint: 'An action, a page, a model …',
  list: 'Commands',
  groups: {
    actions: 'Action',
    pages: 'Page',
    models: 'Model',
    kinds: 'Condition',
    themes: 'Theme',
    languages: 'Language',
  },
  inForce: 'in use',
  unavailable: 'not now',
  none: (typed: string) => `Nothing is called “${typed}”.`,
  found: (number: number) => (number === 1 ? '1 command' : `${count(number)} commands`),
};
