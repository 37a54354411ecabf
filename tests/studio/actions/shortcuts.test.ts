// @vitest-environment jsdom
import { describe, expect, it, vi } from 'vitest';

import type { Action, Actions } from '../../../src/studio/actions/action.ts';
import { actionFor } from '../../../src/studio/actions/listenForShortcuts.ts';
import { keyCaps, matches } from '../../../src/studio/actions/shortcuts.ts';

function press(key: string, held: Partial<KeyboardEventInit> = {}): KeyboardEvent {
  return new KeyboardEvent('keydown', { key, ...held });
}

function actionsWith(shortcuts: Record<string, readonly string[]>, enabled = true): Actions {
  const entries = Object.entries(shortcuts).map(([id, keys]): [string, Action] => [
    id,
    { label: id, group: 'paint', shortcuts: keys, enabled: () => enabled, perform: vi.fn() },
  ]);
  return Object.fromEntries(entries) as unknown as Actions;
}

describe('matches', () => {
  it.each([
    ['b', press('b'), true],
    ['b', press('B', { shiftKey: true }), false],
    ['b', press('b', { ctrlKey: true }), false],
    ['Mod+z', press('z', { ctrlKey: true }), true],
    ['Mod+z', press('z', { metaKey: true }), true],
    ['Mod+z', press('Z', { ctrlKey: true, shiftKey: true }), false],
    ['Shift+Mod+z', press('Z', { ctrlKey: true, shiftKey: true }), true],
    ['?', press('?', { shiftKey: true }), true],
    ['?', press('?'), true],
    ['[', press('[', { altKey: true }), false],
    ['Mod+Enter', press('Enter', { metaKey: true }), true],
    ['Escape', press('Escape'), true],
  ])('%s', (shortcut, event, expected) => {
    expect(matches(shortcut, event)).toBe(expected);
  });
});

describe('keyCaps', () => {
  it('are those of the keyboard at hand', () => {
    expect(keyCaps('Shift+Mod+z', false)).toEqual(['Shift', 'Ctrl', 'Z']);
    expect(keyCaps('Shift+Mod+z', true)).toEqual(['⇧⌘Z']);
  });
});

describe('actionFor', () => {
  const actions = actionsWith({ brush: ['b'], generate: ['Mod+Enter'] });

  it('finds the action of a key', () => {
    expect(actionFor(actions, press('b'))?.label).toBe('brush');
    expect(actionFor(actions, press('x'))).toBeNull();
  });

  it('leaves letters to text fields, but not Generate', () => {
    const input = document.createElement('input');
    input.type = 'number';
    document.body.append(input);
    const from = (event: KeyboardEvent) => {
      input.dispatchEvent(event);
      return event;
    };
    expect(actionFor(actions, from(press('b')))).toBeNull();
    expect(actionFor(actions, from(press('Enter', { ctrlKey: true })))?.label).toBe('generate');
  });

  it('leaves keys to the browser that it works by itself', () => {
    const { paste } = actionsWith({ paste: ['Mod+v'] }) as unknown as Record<string, Action>;
    const only = (action: Action) => ({ paste: action }) as unknown as Actions;
    const keys = press('v', { ctrlKey: true });
    expect(actionFor(only({ ...paste, isBrowsers: true }), keys)).toBeNull();
    expect(actionFor(only(paste), keys)).not.toBeNull();
  });

  it('passes over actions that do not apply', () => {
    expect(actionFor(actionsWith({ brush: ['b'] }, false), press('b'))).toBeNull();
  });
});
