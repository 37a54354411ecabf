import type { TensorSource } from '../../src/checkpoint/tensorSource.ts';
import type { TransformerArchitecture } from '../../src/core/architecture.ts';
import { OnnxGraph } from './onnxGraph.ts';

const EPSILON = { axis: -1, epsilon: { float: 1e-5 } };

/** Names of the cache of one layer, as inputs and outputs of the graph. */
export const cacheNames = (layer: number) =>
  ['key', 'value'].map((part) => ({ past: `past.${part}.${layer}`, present: `present.${part}.${layer}` }));

/**
 * The transformer with its key/value cache as an ONNX model, for onnxruntime.
 * Inputs: `ids` int64 [rows], `places` int64 [rows], `mask` float [rows, past + rows] (0 or -inf), and for each layer
 * `past.key.i` and `past.value.i` [heads, past, head width]. Outputs: `logits` [1, vocabulary] of the last row, and
 * `present.*` [heads, past + rows, head width].
 */
export async function onnxTransformer(
  source: TensorSource,
  architecture: TransformerArchitecture,
): Promise<Uint8Array> {
  const { layers, width, vocabulary, blockSize } = architecture;
  const graph = new OnnxGraph();
  const read = (name: string) => source.readFloat32(name);
  const ids = graph.input('ids', 'int64', ['rows']);
  const places = graph.input('places', 'int64', ['rows']);
  graph.input('mask', 'float', ['rows', 'all']);
  const tokens = graph.floats('tok_emb', await read('tok_emb.weight'), [vocabulary, width]);
  const positions = graph.floats('pos_emb', await read('pos_emb'), [blockSize, width]);
  let x = graph.node('Add', [graph.node('Gather', [tokens, ids]), graph.node('Gather', [positions, places])]);
  const builder = new LayerBuilder(graph, source, architecture);
  for (let layer = 0; layer < layers; layer++) x = await builder.layer(x, layer);
  const last = graph.node('Gather', [x, graph.integers('last', [-1])], { axis: 0 });
  const head = graph.floats('head', transposed(await read('head.weight'), vocabulary, width), [
    width,
    vocabulary,
  ]);
  graph.node('MatMul', [await builder.norm(last, 'ln_f'), head], {}, ['logits']);
  graph.output('logits', [1, vocabulary]);
  return graph.toBytes('tessera-transformer');
}

class LayerBuilder {
  constructor(
    private readonly graph: OnnxGraph,
    private readonly source: TensorSource,
    private readonly shape: TransformerArchitecture,
  ) {
    const { heads, width } = shape;
    graph.integers('split heads', [-1, heads, width / heads]);
    graph.integers('join heads', [-1, width]);
    graph.floats('scale', Float32Array.of((width / heads) ** -0.5), []);
    graph.floats('half', Float32Array.of(0.5), []);
    graph.floats('one', Float32Array.of(1), []);
    graph.floats('root of half', Float32Array.of(Math.SQRT1_2), []);
  }

  async layer(x: string, index: number): Promise<string> {
    const { graph } = this;
    const name = `blocks.${index}`;
    const h = await this.norm(x, `${name}.ln1`);
    const [query, key, value] = await Promise.all(
      ['query', 'key', 'value'].map((part) => this.heads(h, `${name}.attn.${part}`)),
    );
    const attended = this.attention(query, key, value, index);
    const y = graph.node('Add', [x, await this.linear(attended, `${name}.attn.proj`, this.shape.width)]);
    const inner = this.gelu(
      await this.linear(await this.norm(y, `${name}.ln2`), `${name}.mlp.0`, 4 * this.shape.width),
    );
    return graph.node('Add', [y, await this.linear(inner, `${name}.mlp.2`, this.shape.width)]);
  }

  async norm(x: string, name: string): Promise<string> {
    const [scale, shift] = await Promise.all(
      ['weight', 'bias'].map(async (part) => {
        const values = await this.source.readFloat32(`${name}.${part}`);
        return this.graph.floats(`${name}.${part}`, values, [values.length]);
      }),
    );
    return this.graph.node('LayerNormalization', [x, scale, shift], EPSILON);
  }

  private async linear(x: string, name: string, outputs: number): Promise<string> {
    const weight = await this.source.readFloat32(`${name}.weight`);
    const inputs = weight.length / outputs;
    const w = this.graph.floats(`${name}.weight`, transposed(weight, outputs, inputs), [inputs, outputs]);
    const b = this.graph.floats(`${name}.bias`, await this.source.readFloat32(`${name}.bias`), [outputs]);
    return this.graph.node('Gemm', [x, w, b]);
  }

  /** [rows, width] -> [heads, rows, head width] */
  private async heads(x: string, name: string): Promise<string> {
    const flat = await this.linear(x, name, this.shape.width);
    return this.graph.node('Transpose', [this.graph.node('Reshape', [flat, 'split heads'])], {
      perm: [1, 0, 2],
    });
  }

  private attention(query: string, key: string, value: string, layer: number): string {
    const { graph } = this;
    const { heads, width } = this.shape;
    const [keys, values] = cacheNames(layer).map(({ past, present }, i) => {
      graph.input(past, 'float', [heads, 'past', width / heads]);
      graph.node('Concat', [past, i === 0 ? key : value], { axis: 1 }, [present]);
      graph.output(present, [heads, 'all', width / heads]);
      return present;
    });
    const keysAcross = graph.node('Transpose', [keys], { perm: [0, 2, 1] });
    const scores = graph.node('Mul', [graph.node('MatMul', [query, keysAcross]), 'scale']);
    const weights = graph.node('Softmax', [graph.node('Add', [scores, 'mask'])], { axis: -1 });
    const mixed = graph.node('Transpose', [graph.node('MatMul', [weights, values])], { perm: [1, 0, 2] });
    return graph.node('Reshape', [mixed, 'join heads']);
  }

  /** x/2 * (1 + erf(x / sqrt(2))) */
  private gelu(x: string): string {
    const { graph } = this;
    const erf = graph.node('Erf', [graph.node('Mul', [x, 'root of half'])]);
    return graph.node('Mul', [graph.node('Mul', [x, 'half']), graph.node('Add', [erf, 'one'])]);
  }
}

/** [rows, columns] -> [columns, rows] */
function transposed(values: Float32Array, rows: number, columns: number): Float32Array {
  const out = new Float32Array(values.length);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++)
      out[column * rows + row] = values[row * columns + column];
  return out;
}
