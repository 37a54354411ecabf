/** Work that is asked for many times a frame and done once, in the next one. */
interface FrameWork {
  readonly ask: () => void;
  /** What was asked for and waits is not done any more. */
  readonly stop: () => void;
}

export function oncePerFrame(work: () => void): FrameWork {
  let frame = 0;
  return {
    ask: () => {
      frame ||= requestAnimationFrame(() => {
        frame = 0;
        work();
      });
    },
    stop: () => cancelAnimationFrame(frame),
  };
}
