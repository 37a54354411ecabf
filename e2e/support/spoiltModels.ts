/** What can be wrong with a model's weights, done to a safetensors file (of float32 tensors, where values change). */
export type Spoil = (file: Buffer) => Buffer;

/** Nothing that is computed with them is a number. */
export const notFinite: Spoil = (file) =>
  changed(file, (name, values) => {
    if (name.endsWith('head.weight')) values.fill(NaN);
  });

/** Whatever stands before, each token is as likely as any other. */
export const undecided: Spoil = (file) =>
  changed(file, (name, values) => {
    if (name.endsWith('head.weight')) values.fill(0);
  });

/** The codes of a codebook in another order: that of an image stage which the transformer was not trained with. */
export const otherCodebook: Spoil = (file) => {
  const copy = Buffer.from(file);
  for (const { name, shape, from, to } of tensorsIn(file)) {
    if (!name.endsWith('quantize.embedding.weight')) continue;
    const rowBytes = (to - from) / shape[0];
    for (let row = 0; row < shape[0]; row++) {
      file.copy(copy, from + row * rowBytes, to - (row + 1) * rowBytes, to - row * rowBytes);
    }
  }
  return copy;
};

/** Rows of one head point the same way, as training with so many heads makes them. */
export const trainedWith =
  (heads: number): Spoil =>
  (file) =>
    changed(file, (name, values) => {
      if (!/attn\.(query|key)\.weight$/.test(name)) return;
      const width = Math.sqrt(values.length);
      const like = values.slice();
      for (let i = 0; i < values.length; i++) {
        const [row, column] = [Math.floor(i / width), i % width];
        const firstRow = Math.floor((Math.floor((row * heads) / width) * width) / heads);
        values[i] = like[i] / 4 + like[firstRow * width + column];
      }
    });

interface Stored {
  readonly name: string;
  readonly shape: readonly number[];
  /** Bytes of the file. */
  readonly from: number;
  readonly to: number;
}

function tensorsIn(file: Buffer): Stored[] {
  const start = 8 + Number(file.readBigUInt64LE());
  const header = JSON.parse(file.toString('utf8', 8, start)) as Record<
    string,
    { shape: number[]; data_offsets: [number, number] }
  >;
  return Object.entries(header)
    .filter(([name]) => name !== '__metadata__')
    .map(
      ([
        name,
        {
          shape,
          data_offsets: [from, to],
        },
      ]) => ({ name, shape, from: start + from, to: start + to }),
    );
}

function changed(file: Buffer, change: (name: string, values: Float32Array) => void): Buffer {
  const copy = Buffer.from(file);
  for (const { name, from, to } of tensorsIn(file)) {
    const values = new Float32Array((to - from) / 4).map((_, i) => copy.readFloatLE(from + 4 * i));
    change(name, values);
    values.forEach((value, i) => copy.writeFloatLE(value, from + 4 * i));
  }
  return copy;
}
