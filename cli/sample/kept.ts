import { EMPTY, type TokenGrid } from '../../src/core/grid.ts';
import { TesseraError } from '../../src/core/errors.ts';
import { usage, type Arguments, wholeNumbers } from '../arguments.ts';

/**
 * What --start, --keep-rows and --region leave: tokens to keep, and -1 where tokens are to be drawn.
 * @throws TesseraError `usage`, `grid-size`, `region-outside`
 */
export function keptTokens(
  args: Arguments,
  start: TokenGrid | undefined,
  height: number,
  width: number,
): TokenGrid | undefined {
  const keepRows = args.integer('keep-rows');
  const region = args.text('region');
  if (start === undefined) {
    if (keepRows === undefined && region === undefined) return undefined;
    throw usage('--keep-rows and --region need --start', 'give the tokens to start from');
  }
  if (keepRows !== undefined && region !== undefined) {
    throw usage('--keep-rows and --region exclude each other', 'give one of them');
  }
  if (start.height !== height || start.width !== width) {
    throw new TesseraError(
      'grid-size',
      `the tokens to start from are ${start.height} x ${start.width}, the picture has ${height} x ${width}`,
      'use tokens of the same size',
    );
  }
  const isDrawn = region === undefined ? belowRow(keepRows, height) : insideRegion(region, height, width);
  if (isDrawn === null) return start;
  const tokens = start.tokens.map((token, i) => (isDrawn(Math.floor(i / width), i % width) ? EMPTY : token));
  return { height, width, tokens };
}

type CellTest = (row: number, column: number) => boolean;

/** Without --keep-rows the cells that hold -1 are drawn, as in the tokens of a cancelled run. */
function belowRow(keepRows: number | undefined, height: number): CellTest | null {
  if (keepRows === undefined) return null;
  if (keepRows < 0 || keepRows >= height) {
    throw usage(`--keep-rows is ${keepRows}`, `keep from 0 to ${height - 1} rows`);
  }
  return (row) => row >= keepRows;
}

function insideRegion(text: string, height: number, width: number): CellTest {
  const numbers = wholeNumbers(text, 4);
  if (numbers === null) {
    throw usage(`--region is "${text}"`, 'give TOP,LEFT,HEIGHT,WIDTH in cells');
  }
  const [top, left, rows, columns] = numbers;
  if (rows === 0 || columns === 0 || top + rows > height || left + columns > width) {
    throw new TesseraError(
      'region-outside',
      `the region ${text} is empty or leaves the ${height} x ${width} cells`,
      'give TOP,LEFT,HEIGHT,WIDTH inside the picture',
    );
  }
  return (row, column) => row >= top && row < top + rows && column >= left && column < left + columns;
}
