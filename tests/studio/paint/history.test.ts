import { describe, expect, it } from 'vitest';

import { History } from '../../../src/studio/paint/history.ts';

const WIDTH = 1280;
const HEIGHT = 832;

function blank() {
  return { height: HEIGHT, width: WIDTH, labels: new Uint8Array(HEIGHT * WIDTH) };
}

function whole() {
  return { left: 0, top: 0, right: WIDTH, bottom: HEIGHT };
}

/** Labels without any runs. */
function noise(labels: Uint8Array, seed: number): void {
  let state = seed;
  for (let i = 0; i < labels.length; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    labels[i] = state >>> 24;
  }
}

describe('History', () => {
  it('keeps the changed squares and nothing else', () => {
    const map = blank();
    const history = new History();
    history.begin();
    history.touch(map, whole());
    map.labels[5 * WIDTH + 5] = 3;
    history.commit(map);
    // One square of one label.
    expect(history.bytes).toBeLessThan(16);
    history.undo(map);
    expect(map.labels.every((label) => label === 0)).toBe(true);
  });

  it('never keeps more than a byte a pixel for a step, and brings noise back', () => {
    const map = blank();
    noise(map.labels, 1);
    const before = map.labels.slice();
    const history = new History();
    history.begin();
    history.touch(map, whole());
    noise(map.labels, 2);
    const after = map.labels.slice();
    history.commit(map);
    expect(history.bytes).toBeLessThanOrEqual(WIDTH * HEIGHT);
    history.undo(map);
    expect(Buffer.compare(map.labels, before)).toBe(0);
    expect(history.bytes).toBeLessThanOrEqual(WIDTH * HEIGHT);
    history.redo(map);
    expect(Buffer.compare(map.labels, after)).toBe(0);
  });

  it('gives up what is older than 200 steps once there is too much of it', () => {
    const side = 416;
    const map = { height: side, width: side, labels: new Uint8Array(side * side) };
    const states = [1, 2].map((seed) => {
      const labels = new Uint8Array(side * side);
      noise(labels, seed);
      return labels;
    });
    const history = new History();
    for (let i = 0; i < 230; i++) {
      history.begin();
      history.touch(map, { left: 0, top: 0, right: side, bottom: side });
      map.labels.set(states[i % 2]);
      history.commit(map);
    }
    let steps = 0;
    while (history.undo(map)) steps++;
    expect(steps).toBe(200);
  });

  it('puts a shape that is drawn anew back first, and still ends as one step', () => {
    const map = blank();
    const history = new History();
    history.begin();
    history.touch(map, { left: 0, top: 0, right: 100, bottom: 100 });
    map.labels.fill(4, 0, 90);
    history.rewind(map);
    expect(map.labels.every((label) => label === 0)).toBe(true);
    history.touch(map, { left: 200, top: 0, right: 300, bottom: 100 });
    map.labels.fill(5, 200, 210);
    history.commit(map);
    history.undo(map);
    expect(map.labels.every((label) => label === 0)).toBe(true);
    expect(history.canUndo).toBe(false);
  });
});
