import { TesseraError } from '../../core/errors.ts';
import type { FilmFrame } from './filmFrame.ts';
import { filmPositions, FRAME_RATE, stillPositions } from './film.ts';

const TYPES = ['video/webm;codecs=vp9', 'video/webm;codecs=vp8', 'video/webm', 'video/mp4'];
const BITS_PER_SECOND = 12_000_000;

export interface FilmOptions {
  /** Share done, 0 to 1. */
  readonly onProgress: (share: number) => void;
  readonly signal: AbortSignal;
}

/** The first kind of video that this browser writes; null when it writes none. */
export function filmType(): string | null {
  if (typeof MediaRecorder === 'undefined') return null;
  if (typeof HTMLCanvasElement.prototype.captureStream !== 'function') return null;
  return TYPES.find((type) => MediaRecorder.isTypeSupported(type)) ?? null;
}

/**
 * A run as a video. The browser's recorder takes frames as they pass, so it lasts as long as the film.
 * @throws TesseraError `cancelled`, `film-failed`
 */
export async function recordFilm(
  frame: FilmFrame,
  draws: number,
  speed: number,
  type: string,
  { onProgress, signal }: FilmOptions,
): Promise<Blob> {
  const positions = filmPositions(draws, speed);
  frame.draw(positions[0]);
  const stream = frame.canvas.captureStream(FRAME_RATE);
  const recorder = new MediaRecorder(stream, { mimeType: type, videoBitsPerSecond: BITS_PER_SECOND });
  const parts: Blob[] = [];
  const ended = new Promise<void>((resolve, reject) => {
    recorder.ondataavailable = ({ data }) => parts.push(data);
    recorder.onstop = () => resolve();
    recorder.onerror = () => reject(filmFailed());
  });
  recorder.start(1000);
  const start = performance.now();
  try {
    for (let at = 0; at < positions.length - 1 && !signal.aborted;) {
      await nextFrame();
      // A late frame leaves others out, so that the film keeps its speed.
      at = Math.min(positions.length - 1, Math.floor(((performance.now() - start) / 1000) * FRAME_RATE));
      frame.draw(positions[at]);
      onProgress(at / (positions.length - 1));
    }
  } finally {
    recorder.stop();
    await ended.finally(() => stream.getTracks().forEach((track) => track.stop()));
  }
  if (signal.aborted) throw cancelled();
  return new Blob(parts, { type: type.split(';')[0] });
}

/**
 * A run as PNG pictures in a zip, for browsers that write no video and for people who cut their own.
 * @throws TesseraError `cancelled`, `film-failed`
 */
export async function zipStills(
  frame: FilmFrame,
  draws: number,
  { onProgress, signal }: FilmOptions,
): Promise<Blob> {
  const { Zip, ZipPassThrough } = await import('fflate');
  const positions = stillPositions(draws);
  const parts: Uint8Array<ArrayBuffer>[] = [];
  const zip = new Zip((error, data) => {
    if (error) throw filmFailed();
    parts.push(data.slice());
  });
  for (const [index, position] of positions.entries()) {
    if (signal.aborted) throw cancelled();
    frame.draw(position);
    const blob = await new Promise<Blob | null>((resolve) => frame.canvas.toBlob(resolve, 'image/png'));
    if (!blob) throw filmFailed();
    // PNG is compressed already.
    const file = new ZipPassThrough(`frame-${String(index).padStart(4, '0')}.png`);
    zip.add(file);
    file.push(new Uint8Array(await blob.arrayBuffer()), true);
    onProgress((index + 1) / positions.length);
  }
  zip.end();
  return new Blob(parts, { type: 'application/zip' });
}

/** Hidden pages get no animation frames; a film goes on there. */
function nextFrame(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 1000 / FRAME_RATE / 2));
}

function cancelled(): TesseraError {
  return new TesseraError('cancelled', 'the film was not finished', 'export it again');
}

function filmFailed(): TesseraError {
  return new TesseraError(
    'film-failed',
    'the browser could not write the film',
    'close other tabs, or export pictures instead',
  );
}
