// @vitest-environment jsdom
import { encode } from 'fast-png';
import { beforeEach, describe, expect, it } from 'vitest';

import { createSettingsStore } from '../../../src/studio/generate/settingsStore.ts';
import { Importer } from '../../../src/studio/paint/importer.ts';
import { LayoutDocument } from '../../../src/studio/paint/layoutDocument.ts';
import { UNPAINTED } from '../../../src/studio/paint/raster.ts';
import { createSessionStore } from '../../../src/studio/session/sessionStore.ts';
import { createNoticeStore } from '../../../src/studio/shell/noticeStore.ts';

function setUp(labels = [0, 1, 7]) {
  const session = createSessionStore();
  session.setState({
    labels: labels.map((id) => ({ id, name: id === 0 ? 'other' : `label ${id}`, color: '#000000' })),
  });
  const settings = createSettingsStore();
  const notices = createNoticeStore();
  const document = new LayoutDocument(256, 256);
  const importer = new Importer({ document, settings, session, notices });
  return { importer, document, settings, notices };
}

function file(labels: number[], width: number, height: number): File {
  const data = Uint8Array.from({ length: width * height }, (_, i) => labels[i % labels.length]);
  const bytes = encode({ width, height, data, channels: 1, depth: 8 });
  return new File([bytes as BlobPart], 'map.png', { type: 'image/png' });
}

describe('importing a layout', () => {
  beforeEach(() => {
    localStorage.clear();
    sessionStorage.clear();
  });

  it('of another size resamples it, says so, and offers the own size', async () => {
    const { importer, document, settings, notices } = setUp();
    await importer.open(file([7], 512, 320));
    expect(document.map).toMatchObject({ height: 256, width: 256 });
    const [notice] = notices.getState().notices;
    expect(notice.message).toContain('512 × 320');
    expect(notice.message).toContain('256 × 256');
    notice.action?.perform();
    expect(settings.getState()).toMatchObject({ width: 512, height: 320 });
    expect(document.map).toMatchObject({ width: 512, height: 320 });
  });

  it('that is too small for a picture offers the nearest one of its own proportions, if that is another', async () => {
    const { importer, settings, notices } = setUp();
    await importer.open(file([7], 32, 32));
    expect(notices.getState().notices[0].action).toBeUndefined();
    await importer.open(file([7], 60, 32));
    notices.getState().notices.at(-1)?.action?.perform();
    expect(settings.getState()).toMatchObject({ width: 256, height: 144 });
  });

  it('with unknown ids changes nothing until the person agrees', async () => {
    const { importer, document } = setUp();
    await importer.open(file([1, 99], 256, 256));
    expect(importer.question.getState().asked?.unknown).toEqual([99]);
    expect(document.isBlank).toBe(true);
    importer.accept(0);
    expect(importer.question.getState().asked).toBeNull();
    expect([...document.map.labels.subarray(0, 4)]).toEqual([1, 0, 1, 0]);
    document.undo();
    expect(document.isBlank).toBe(true);
  });

  it('that is refused leaves everything as it was', async () => {
    const { importer, document } = setUp();
    await importer.open(file([1, 99], 256, 256));
    importer.refuse();
    importer.accept(0);
    expect(document.isBlank).toBe(true);
  });

  it('may leave unknown places unpainted', async () => {
    const { importer, document } = setUp([1, 7]);
    await importer.open(file([1, 99], 256, 256));
    importer.accept(null);
    expect([...document.map.labels.subarray(0, 2)]).toEqual([1, UNPAINTED]);
  });

  it('from a file that is no picture is told as an error, and the layout stays', async () => {
    const { importer, document, notices } = setUp();
    await importer.open(file([7], 256, 256));
    await importer.open(new File(['no picture'], 'notes.txt'));
    expect(notices.getState().notices.map(({ code }) => code)).toContain('layout-not-an-image');
    expect(document.map.labels.every((label) => label === 7)).toBe(true);
  });
});
