// @vitest-environment jsdom
import { beforeEach, describe, expect, it } from 'vitest';

import { createSettingsStore, parseSettings } from '../../../src/studio/generate/settingsStore.ts';

describe('settings', () => {
  beforeEach(() => {
    localStorage.clear();
    sessionStorage.clear();
  });

  it('survive a reload', () => {
    createSettingsStore().setState({
      seed: 77,
      temperature: 0.65,
      width: 512,
      height: 320,
      window: 'stride-8',
    });
    expect(createSettingsStore().getState()).toMatchObject({
      seed: 77,
      temperature: 0.65,
      width: 512,
      height: 320,
      window: 'stride-8',
    });
  });

  it('of an earlier visit that do not fit are put right', () => {
    const parsed = parseSettings({
      width: 'wide',
      height: 300,
      seed: -4,
      temperature: 40,
      topK: null,
      topP: 'x',
      kind: 'dream',
      window: 'stride-3',
    });
    expect(parsed).toMatchObject({
      width: 256,
      height: 304,
      seed: 0,
      temperature: 2,
      topP: 1,
      kind: null,
      window: null,
      seedLocked: true,
    });
    expect(parsed.topK).toBe(100);
  });

  it('that are no settings at all become the initial ones', () => {
    for (const stored of [null, 7, 'x', []]) expect(parseSettings(stored).width).toBe(256);
  });
});
