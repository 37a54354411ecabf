/** Which way each arrow key points: to the right and down, as rows and columns are counted. */
export const ARROW_STEPS: Readonly<Partial<Record<string, readonly [right: number, down: number]>>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** The same among things in a row, however they lie: right and down lead to the next, left and up back. */
export const ARROW_TURNS: Readonly<Partial<Record<string, 1 | -1>>> = {
  ArrowRight: 1,
  ArrowDown: 1,
  ArrowLeft: -1,
  ArrowUp: -1,
};
