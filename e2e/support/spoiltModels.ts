/** What can be wrong with a transformer's weights, done to a safetensors file of float32 tensors. */
type Spoil = (file: Buffer) => Buffer;

/** Nothing that is computed with them is a number. */
export const notFinite: Spoil = (file) =>
  changed(file, (name, values) => {
    if (name.endsWith('head.weight')) values.fill(NaN);
  });

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

function changed(file: Buffer, change: (name: string, values: Float32Array) => void): Buffer {
  const copy = Buffer.from(file);
  const start = 8 + Number(copy.readBigUInt64LE());
  const header = JSON.parse(copy.toString('utf8', 8, start)) as Record<
    string,
    { data_offsets: [number, number] }
  >;
  for (const [name, { data_offsets: offsets }] of Object.entries(header)) {
    if (name === '__metadata__') continue;
    const [from, to] = offsets.map((offset) => start + offset);
    const values = new Float32Array((to - from) / 4).map((_, i) => copy.readFloatLE(from + 4 * i));
    change(name, values);
    values.forEach((value, i) => copy.writeFloatLE(value, from + 4 * i));
  }
  return copy;
}
