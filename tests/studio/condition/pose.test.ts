// @vitest-environment jsdom
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { encode } from 'fast-png';
import { act } from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import type { Conditioning } from '../../../src/checkpoint/manifest.ts';
import { JOINTS, type Pose, posePhoto } from '../../../src/conditioning/pose.ts';
import { readKeypoints } from '../../../src/conditioning/keypointFile.ts';
import { documentOfFile } from '../../../src/studio/condition/conditionFile.ts';
import { drawnPng } from '../../../src/studio/condition/drawnPng.ts';
import { keepDrafts, restoreDrafts } from '../../../src/studio/condition/drafts.ts';
import { POSE_PRESETS, presetPose, withPlaces } from '../../../src/studio/condition/posePresets.ts';
import { jobCondition } from '../../../src/studio/files/jobCondition.ts';
import { packDocument, unpackDocument } from '../../../src/studio/files/packedDocument.ts';
import { recognise } from '../../../src/studio/files/recognise.ts';
import { LayoutPanel } from '../../../src/studio/paint/LayoutPanel.tsx';
import { createStudio, type Studio } from '../../../src/studio/studio.ts';
import { loadConditions, mount, quietStudio } from '../../support/studioPage.ts';

const SIZE = { height: 256, width: 256 };
const ELBOW = JOINTS.indexOf('rightElbow');
const text = readFileSync(join(import.meta.dirname, '../../fixtures/pose/pictures.json'), 'utf8');
const [fixture] = (JSON.parse(text) as { cases: (Pose & { name: string })[] }).cases;

const CONDITIONING: readonly Conditioning[] = [
  { kind: 'pose', stage: null, tokenOffset: 0 },
  { kind: 'none', stage: { type: 'sos', token: 0, repeat: 256 }, tokenOffset: 0 },
];

let studio: Studio;
let host: HTMLElement;
let unmount: () => void;

beforeEach(() => {
  studio = quietStudio();
  loadConditions(studio, CONDITIONING);
  ({ host, unmount } = mount(studio, LayoutPanel));
});

afterEach(() => {
  unmount();
  vi.restoreAllMocks();
});

const point = (joint: number) => studio.desk.pose.drawing.keypoints[joint];
const joints = () => [...host.querySelectorAll<HTMLButtonElement>('[role=group] .joint')];
const button = (name: string) =>
  [...host.querySelectorAll('button')].find(
    (one) => (one.getAttribute('aria-label') ?? one.textContent?.trim()) === name,
  );
function press(joint: number, key: string, more: KeyboardEventInit = {}): void {
  act(() => {
    joints()[joint].dispatchEvent(
      new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more }),
    );
  });
}
const drop = (name: string, content: string | Uint8Array<ArrayBuffer>) =>
  act(() => studio.intake.open([new File([content], name)]));
const notices = () =>
  studio.notices
    .getState()
    .notices.map(({ code }) => code)
    // jsdom has no database
    .filter((code) => code !== 'history-refused');

describe('The pose panel', () => {
  it('shows a joint for each of 18 instead of a palette, and its own name and place', () => {
    expect(host.querySelector('canvas[role=img]')?.getAttribute('aria-label')).toBe('Layout canvas');
    expect(host.querySelector('[role=radiogroup][aria-label=Labels]')).toBeNull();
    expect(joints()).toHaveLength(18);
    expect(joints()[ELBOW].getAttribute('aria-label')).toBe('Right elbow, 101 across, 109 down');
  });

  it('moves a joint by keys, says where to, and takes it back', () => {
    press(ELBOW, 'ArrowLeft');
    press(ELBOW, 'ArrowDown', { shiftKey: true });
    expect(point(ELBOW)).toEqual([100, 119, 1]);
    expect(host.querySelector('[aria-live=polite]')?.textContent).toBe('Right elbow, 100 across, 119 down');
    act(() => button('Undo')?.click());
    expect(point(ELBOW)).toEqual([100, 109, 1]);
    act(() => button('Undo')?.click());
    act(() => button('Redo')?.click());
    expect(point(ELBOW)).toEqual([100, 109, 1]);
    act(() => button('Reset pose')?.click());
    expect(point(ELBOW)).toEqual([101, 109, 1]);
  });

  it('leaves a joint out and takes it back in', () => {
    press(ELBOW, 'Delete');
    expect(joints()[ELBOW].getAttribute('aria-label')).toBe('Right elbow, left out');
    expect(point(ELBOW)[2]).toBe(0);
    press(ELBOW, 'Delete');
    expect(point(ELBOW)).toEqual([101, 109, 1]);
  });

  it('stays on the canvas, as one step a drag', () => {
    const { pose } = studio.desk;
    act(() => {
      pose.begin();
      pose.moveJoint(ELBOW, { x: 50, y: 50 });
      pose.moveJoint(ELBOW, { x: -50, y: 300 });
      pose.end();
    });
    expect(point(ELBOW)).toEqual([0, 256, 1]);
    act(() => pose.undo());
    expect(point(ELBOW)).toEqual([101, 109, 1]);
    act(() => {
      pose.begin();
      pose.moveAll({ x: 20, y: -1000 });
      pose.end();
    });
    const ys = pose.drawing.keypoints.map(([, y]) => y);
    expect((Math.min(...ys) + Math.max(...ys)) / 2).toBeCloseTo(0, 0);
    expect(point(ELBOW)[0]).toBe(121);
    act(() => {
      pose.begin();
      pose.moveJoint(ELBOW, { x: 1, y: 1 });
      pose.cancel();
    });
    expect(point(ELBOW)[0]).toBe(121);
  });

  it('begins with poses that differ, and mirrors them', () => {
    const presets = [...host.querySelectorAll('.pose-preset')];
    expect(presets.length).toBeGreaterThanOrEqual(6);
    expect(presets[0].getAttribute('aria-pressed')).toBe('true');
    expect(new Set(POSE_PRESETS.map((preset) => JSON.stringify(presetPose(preset, 256, 256)))).size).toBe(
      presets.length,
    );
    act(() => button('Waving')?.click());
    const [x, y] = point(JOINTS.indexOf('rightWrist'));
    act(() => button('Mirror')?.click());
    expect(point(JOINTS.indexOf('leftWrist'))).toEqual([256 - x, y, 1]);
    expect(studio.runner.draft()).toMatchObject({ kind: 'pose' });
  });

  it('is dragged where it is seen, also under a zoomed view', () => {
    const stage = host.querySelector<HTMLElement>('.pose-stage');
    if (!stage) throw new Error('no stage');
    vi.spyOn(stage, 'getBoundingClientRect').mockReturnValue(new DOMRect(0, 0, 256, 256));
    stage.setPointerCapture = vi.fn();
    act(() => studio.canvasView.setState({ view: { zoom: 2, x: 0.4, y: 0.4 }, most: 8 }));
    const [x, y] = point(ELBOW);
    const seen = { x: 128 + 2 * (x - 0.4 * 256), y: 128 + 2 * (y - 0.4 * 256) };
    const { left, top } = joints()[ELBOW].style;
    expect([parseFloat(left), parseFloat(top)].map((share) => (share / 100) * 256)).toEqual([
      expect.closeTo(seen.x, 6),
      expect.closeTo(seen.y, 6),
    ]);
    const send = (type: string, right: number) => {
      const at = { clientX: seen.x + right, clientY: seen.y, bubbles: true };
      const pointer = { pointerId: 1, pointerType: 'mouse', isPrimary: true };
      const event = Object.assign(new MouseEvent(type, at), pointer);
      act(() => {
        stage.dispatchEvent(event);
      });
    };
    send('pointerdown', 0);
    send('pointermove', 20);
    send('pointerup', 20);
    expect(point(ELBOW)).toEqual([expect.closeTo(x + 10, 6), expect.closeTo(y, 6), 1]);
    // A joint that is reached by keys comes into sight; taking hold of one moved nothing.
    expect(studio.canvasView.getState().view).toEqual({ zoom: 2, x: 0.4, y: 0.4 });
    const ankle = JOINTS.indexOf('leftAnkle');
    act(() => joints()[ankle].focus());
    expect(parseFloat(joints()[ankle].style.top)).toBeLessThan(100);
    act(() => studio.canvasView.setState({ view: { zoom: 1, x: 0.5, y: 0.5 } }));
  });

  it('follows the size of the picture in the figure’s own proportions', () => {
    act(() => studio.settings.setState({ width: 512, height: 256 }));
    expect(studio.desk.pose.drawing).toMatchObject({ width: 512, height: 256 });
    expect(point(0)[0]).toBe(256);
    act(() => button('Lunge')?.click());
    act(() => studio.settings.setState({ width: 256, height: 256 }));
    expect(point(0)).toEqual([128, (54 * 128) / 256 + 64, 1]);
  });
});

describe('Files of poses', () => {
  it('are keypoints, wherever they are dropped', async () => {
    await drop('one.json', JSON.stringify(fixture));
    expect(studio.desk.pose.drawing.keypoints).toEqual(fixture.keypoints);
    expect(notices()).toEqual(['pose-imported']);
    act(() => studio.settings.setState({ kind: 'none' }));
    await drop('two.json', JSON.stringify({ people: [{ pose_keypoints_2d: fixture.keypoints.flat() }] }));
    expect(studio.settings.getState().kind).toBe('pose');
  });

  it('may be a skeleton, which is shown and told as it is', async () => {
    const { rgb } = posePhoto(fixture);
    await drop('skeleton.png', encode({ ...SIZE, channels: 3, data: rgb }) as Uint8Array<ArrayBuffer>);
    expect(joints()).toHaveLength(0);
    expect(host.textContent).toContain('shown this picture as it is');
    const draft = studio.runner.draft();
    expect(jobCondition(draft, SIZE)).toEqual({ kind: 'pose', photo: { ...SIZE, rgb } });
    expect(unpackDocument(JSON.parse(JSON.stringify(packDocument(draft))))).toEqual(draft);
    act(() => button('Standing')?.click());
    expect(joints()).toHaveLength(18);
    act(() => button('Undo')?.click());
    expect(joints()).toHaveLength(0);
  });

  it.each([
    [
      'a photo',
      'a.png',
      encode({ width: 9, height: 9, channels: 3, data: new Uint8Array(243).fill(90) }),
      'pose-not-a-skeleton',
    ],
    [
      '16 points',
      'a.json',
      JSON.stringify({ ...fixture, keypoints: fixture.keypoints.slice(2) }),
      'pose-keypoint-count',
    ],
    ['nobody', 'a.json', '{"people":[]}', 'pose-no-person'],
  ])('that hold %s are explained and change nothing', async (_, name, content, code) => {
    const before = studio.desk.pose.drawing;
    await drop(name, content as string);
    expect(notices()).toEqual([code]);
    expect(studio.desk.pose.drawing).toBe(before);
  });

  it('say so where the model takes no poses', async () => {
    act(() => loadConditions(studio, [CONDITIONING[1]]));
    await drop('one.json', JSON.stringify(fixture));
    expect(notices()).toEqual(['pose-no-model']);
  });

  it('are told from run records', async () => {
    expect(await recognise(new File(['[{"people":[]}]'], 'a.json'))).toEqual({ kind: 'pose' });
    await expect(recognise(new File(['[1,2]'], 'a.json'))).rejects.toMatchObject({ code: 'file-unknown' });
  });

  it('that are exported come back, missing joints and all', async () => {
    let written: Blob | null = null;
    vi.stubGlobal(
      'URL',
      Object.assign(URL, {
        createObjectURL: (blob: Blob) => ((written = blob), 'blob:x'),
        revokeObjectURL: () => undefined,
      }),
    );
    press(ELBOW, 'Delete');
    act(() => button('Export keypoints')?.click());
    const bytes = new Uint8Array(await (written as unknown as Blob).arrayBuffer());
    const { pose } = readKeypoints(bytes, 'pose.json', SIZE);
    expect(pose.keypoints[ELBOW]).toEqual([0, 0, 0]);
    expect(withPlaces(pose).keypoints[ELBOW]).toEqual([101, 109, 0]);
    expect(documentOfFile('pose', bytes, 'a', SIZE)).toMatchObject({
      drawing: { keypoints: withPlaces(pose).keypoints },
    });
  });
});

describe('A pose', () => {
  it('survives a reload, in a link and in a file', () => {
    const { desk } = studio;
    keepDrafts(desk);
    desk.pose.replace({ ...presetPose('lunge', 256, 256), picture: null });
    window.dispatchEvent(new Event('pagehide'));
    const later = createStudio({ backend: 'auto', model: null } as never);
    restoreDrafts(later.desk);
    expect(later.desk.pose.drawing).toEqual(desk.pose.drawing);
    expect(later.desk.pose.canUndo).toBe(false);
    const document = desk.documentOf('pose');
    if (!document) throw new Error('no pose');
    expect(unpackDocument(JSON.parse(JSON.stringify(packDocument(document))))).toEqual(document);
    desk.pose.clear();
    expect(desk.holds(document)).toBe(false);
    desk.put(document);
    expect(desk.holds(document)).toBe(true);
  });

  it('without a limb is asked for', () => {
    const { pose } = studio.desk;
    JOINTS.forEach((_, joint) => pose.toggle(joint));
    const document = studio.desk.documentOf('pose');
    if (!document) throw new Error('no pose');
    expect(() => jobCondition(document, SIZE)).toThrowError(
      expect.objectContaining({ code: 'pose-empty' }) as Error,
    );
  });
});

describe('The picture of a pose in an export', () => {
  it('is the skeleton that the model was told, and reads back as one', () => {
    const { height, width, keypoints } = fixture;
    const png = drawnPng({ kind: 'pose', drawing: { height, width, keypoints, picture: null } });
    if (!png) throw new Error('no picture');
    const document = documentOfFile('pose', png, 'a', SIZE);
    expect(document).toMatchObject({ drawing: { picture: posePhoto(fixture) } });
  });
});
