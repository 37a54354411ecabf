// @vitest-environment jsdom
import { act, createElement } from 'react';
import { createRoot } from 'react-dom/client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { listenForShortcuts } from '../../../src/studio/actions/listenForShortcuts.ts';
import { App } from '../../../src/studio/App.tsx';
import { chooseLanguage, languageStore } from '../../../src/studio/language/language.ts';
import { Spoken } from '../../../src/studio/language/Spoken.tsx';
import { createStudio, type Studio } from '../../../src/studio/studio.ts';

let studio: Studio;
let host: HTMLElement;
let unmount: () => void;

beforeEach(() => {
  localStorage.clear();
  sessionStorage.clear();
  location.hash = '#/history';
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener() {}, removeEventListener() {} }));
  vi.stubGlobal(
    'ResizeObserver',
    class {
      observe() {}
      disconnect() {}
    },
  );
  vi.stubGlobal('scrollTo', () => undefined);
  // jsdom has no canvas, no modal dialogs and no scrolling: nothing is drawn, everything else is there.
  vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue(null);
  HTMLDialogElement.prototype.showModal = function () {
    this.open = true;
  };
  HTMLDialogElement.prototype.close = function () {
    this.open = false;
  };
  Element.prototype.scrollIntoView = () => undefined;
  studio = createStudio({ backend: 'auto', model: null } as never);
  const stop = listenForShortcuts(studio.actions);
  host = document.body.appendChild(document.createElement('div'));
  const root = createRoot(host);
  act(() => root.render(createElement(Spoken, { studio, children: createElement(App) })));
  unmount = () => {
    stop();
    act(() => root.unmount());
  };
});

afterEach(async () => {
  unmount();
  host.remove();
  await chooseLanguage('en');
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

const field = () => host.querySelector<HTMLInputElement>('[role=combobox]');
const options = () => [...host.querySelectorAll('[role=option]')];
const label = (option: Element) => option.querySelector('.commands-label')?.textContent;
const press = (key: string, held: KeyboardEventInit = {}) =>
  act(() => {
    const target = field() ?? document.body;
    target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...held }));
  });

function type(words: string): void {
  const input = field();
  if (!input) throw new Error('the palette is not open');
  act(() => {
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(input, words);
    input.dispatchEvent(new Event('input', { bubbles: true }));
  });
}

describe('the command palette', () => {
  it('opens by its keys with every action but itself, those that do not apply marked', () => {
    press('k', { ctrlKey: true });
    expect(document.activeElement).toBe(field());
    const labels = options().map(label);
    for (const [id, action] of Object.entries(studio.actions)) {
      if (id !== 'commands') expect(labels).toContain(action.label);
    }
    const undo = options().find((option) => label(option) === 'Undo');
    expect(undo?.getAttribute('aria-disabled')).toBe('true');
    expect([...(undo?.querySelectorAll('kbd') ?? [])].map((key) => key.textContent)).toEqual(['Ctrl', 'Z']);
  });

  it('moves with the arrows, round both ends, and says which line is meant', () => {
    press('k', { ctrlKey: true });
    type('theme');
    const meant = () => document.getElementById(field()?.getAttribute('aria-activedescendant') ?? '');
    expect(label(meant() as Element)).toBe('As the system');
    press('ArrowUp');
    expect(label(meant() as Element)).toBe('High contrast');
    press('ArrowDown');
    expect(label(meant() as Element)).toBe('As the system');
  });

  it('finds actions by what the help sheet calls their kind', () => {
    press('k', { ctrlKey: true });
    type('help');
    expect(options().map(label)).toContain('Keyboard shortcuts');
  });

  it('does nothing for what does not apply, and says when nothing is found', () => {
    press('k', { ctrlKey: true });
    type('undo');
    press('Enter');
    expect(studio.ui.getState().commandsOpen).toBe(true);
    type('xyzzy');
    press('Enter');
    expect(options()).toEqual([]);
    expect(host.querySelector('.commands-count')?.textContent).toBe('Nothing is called “xyzzy”.');
  });

  it('switches the language of all that is on the page', async () => {
    expect(host.querySelector('main h1')?.textContent).toBe('History');
    press('k', { ctrlKey: true });
    type('deutsch');
    press('Enter');
    await act(() =>
      vi.waitFor(() => expect(languageStore.getState().language).toBe('de'), { timeout: 60_000 }),
    );
    expect(document.documentElement.lang).toBe('de');
    expect(document.title).toBe('Verlauf · Tessera');
    expect(host.querySelector('main h1')?.textContent).toBe('Verlauf');
    expect(host.querySelector('nav')?.textContent).toContain('Bibliothek');
    expect(localStorage.getItem('tessera.language')).toBe('"de"');
    press('k', { ctrlKey: true });
    expect(options().map(label)).toContain('Rückgängig');
  });
});
