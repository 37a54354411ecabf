import { TesseraError } from '../../src/core/errors.ts';
import type { TokenGrid } from '../../src/core/grid.ts';
import { readJson, writeBytes } from './files.ts';

/** `{"height", "width", "tokens": row-major integers}`. @throws TesseraError `tokens-invalid` */
export async function readTokens(path: string): Promise<TokenGrid> {
  const value = await readJson(path);
  const { height, width, tokens } = (value ?? {}) as Partial<Record<keyof TokenGrid, unknown>>;
  if (!isCount(height) || !isCount(width) || !isIntegers(tokens)) throw invalid(path, 'is no token file');
  if (tokens.length !== height * width) {
    throw invalid(path, `has ${tokens.length} tokens for ${height} x ${width} cells`);
  }
  return { height, width, tokens: Int32Array.from(tokens) };
}

export async function writeTokens(path: string, { height, width, tokens }: TokenGrid): Promise<void> {
  await writeBytes(path, `${JSON.stringify({ height, width, tokens: [...tokens] })}\n`);
}

/** Numbers in [0, 1) for each cell: JSON [rows][columns]. @throws TesseraError `uniforms-invalid` */
export async function readUniforms(
  path: string,
  height: number,
  width: number,
): Promise<(row: number, column: number) => number> {
  const rows = await readJson(path);
  if (!isTable(rows, height, width)) {
    throw new TesseraError(
      'uniforms-invalid',
      `${path} is not a list of ${height} rows of ${width} numbers`,
      'give one number for each cell of the picture',
    );
  }
  return (row, column) => {
    const u = rows[row][column];
    if (typeof u === 'number' && u >= 0 && u < 1) return u;
    throw new TesseraError(
      'uniforms-invalid',
      `the number for row ${row}, column ${column} is ${JSON.stringify(u)}`,
      'give numbers from 0 to below 1',
    );
  };
}

function isTable(value: unknown, height: number, width: number): value is unknown[][] {
  if (!Array.isArray(value) || value.length !== height) return false;
  return value.every((row) => Array.isArray(row) && row.length === width);
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value > 0;
}

function isIntegers(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((entry) => typeof entry === 'number' && entry === (entry | 0));
}

function invalid(path: string, what: string): TesseraError {
  return new TesseraError(
    'tokens-invalid',
    `${path} ${what}`,
    'give {"height": h, "width": w, "tokens": [row-major integers]}',
  );
}
