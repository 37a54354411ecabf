/** A finger's place on the page. */
export interface Finger {
  readonly clientX: number;
  readonly clientY: number;
}

/** Two fingers that come nearer than this many pixels say nothing about size. */
const LEAST_DISTANCE = 12;

/** What two fingers did to what lies between them: moved it, and made it larger about a place. */
export interface Pinch {
  readonly factor: number;
  readonly right: number;
  readonly down: number;
  readonly about: Finger;
}

export function pinchOf(before: readonly [Finger, Finger], now: readonly [Finger, Finger]): Pinch {
  const middle = ([a, b]: readonly [Finger, Finger]): Finger => ({
    clientX: (a.clientX + b.clientX) / 2,
    clientY: (a.clientY + b.clientY) / 2,
  });
  const distance = ([a, b]: readonly [Finger, Finger]) =>
    Math.max(LEAST_DISTANCE, Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY));
  const [from, to] = [middle(before), middle(now)];
  return {
    factor: distance(now) / distance(before),
    right: to.clientX - from.clientX,
    down: to.clientY - from.clientY,
    about: to,
  };
}
