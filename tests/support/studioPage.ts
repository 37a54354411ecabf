import { act, createElement, type FunctionComponent } from 'react';
import { createRoot } from 'react-dom/client';
import { vi } from 'vitest';

import type { Conditioning, Manifest } from '../../src/checkpoint/manifest.ts';
import { createStudio, type Studio } from '../../src/studio/studio.ts';
import { StudioContext } from '../../src/studio/useStudio.ts';
import { NoResizeObserver } from './noResizeObserver.ts';

/** A fresh studio in jsdom, which has no canvas: nothing is drawn, everything else is there. Undone by vi.restoreAllMocks. */
export function quietStudio(): Studio {
  localStorage.clear();
  sessionStorage.clear();
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
  vi.stubGlobal('ResizeObserver', NoResizeObserver);
  vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue(null);
  return createStudio({ backend: 'auto', model: null } as never);
}

/** As if a model with these conditions had been loaded. */
export function loadConditions({ sessionStore }: Studio, conditioning: readonly Conditioning[]): void {
  const manifest = { conditioning, transformer: { blockSize: 512 } } as unknown as Manifest;
  sessionStore.setState({
    phase: 'ready',
    loaded: { manifest, hash: 'x', storage: 'memory', downsampling: 16 },
  });
}

/** A part of the page on its own. @returns its element, and how to take it away */
export function mount(
  studio: Studio,
  part: FunctionComponent,
): { readonly host: HTMLElement; readonly unmount: () => void } {
  const host = document.body.appendChild(document.createElement('div'));
  const root = createRoot(host);
  act(() => root.render(createElement(StudioContext, { value: studio }, createElement(part))));
  return {
    host,
    unmount: () => {
      act(() => root.unmount());
      host.remove();
    },
  };
}
