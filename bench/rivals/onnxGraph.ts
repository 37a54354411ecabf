import { Message } from './protobuf.ts';

const IR_VERSION = 8;
/** LayerNormalization came with 17. */
const OPSET = 17;
const FLOAT = 1;
const INT64 = 7;

/** A size, or the name of one that is known when the graph runs. */
export type Dimension = number | string;
type AttributeValue = number | readonly number[] | { readonly float: number };

/**
 * An ONNX model under construction: nodes name their inputs and outputs, every node returns the name of its first
 * output. Field numbers are those of onnx.proto (IR version 8).
 */
export class OnnxGraph {
  private readonly nodes: Message[] = [];
  private readonly initializers: Message[] = [];
  private readonly inputs: Message[] = [];
  private readonly outputs: Message[] = [];
  private count = 0;

  input(name: string, type: 'float' | 'int64', shape: readonly Dimension[]): string {
    this.inputs.push(valueInfo(name, type, shape));
    return name;
  }

  output(name: string, shape: readonly Dimension[]): void {
    this.outputs.push(valueInfo(name, 'float', shape));
  }

  floats(name: string, values: Float32Array, shape: readonly number[]): string {
    const raw = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    this.initializers.push(tensor(name, FLOAT, raw, shape));
    return name;
  }

  integers(name: string, values: readonly number[], shape: readonly number[] = [values.length]): string {
    const raw = new Uint8Array(BigInt64Array.from(values, BigInt).buffer);
    this.initializers.push(tensor(name, INT64, raw, shape));
    return name;
  }

  /** @param outputs names; one made up when absent */
  node(
    operator: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, AttributeValue>> = {},
    outputs?: readonly string[],
  ): string {
    const names = outputs ?? [`${operator}_${this.count++}`];
    const node = new Message();
    for (const input of inputs) node.text(1, input);
    for (const output of names) node.text(2, output);
    node.text(4, operator);
    for (const [name, value] of Object.entries(attributes)) node.message(5, attribute(name, value));
    this.nodes.push(node);
    return names[0];
  }

  toBytes(name: string): Uint8Array {
    const graph = new Message();
    for (const node of this.nodes) graph.message(1, node);
    graph.text(2, name);
    for (const initializer of this.initializers) graph.message(5, initializer);
    for (const input of this.inputs) graph.message(11, input);
    for (const output of this.outputs) graph.message(12, output);
    const opset = new Message().text(1, '').integer(2, OPSET);
    return new Message().integer(1, IR_VERSION).message(7, graph).message(8, opset).toBytes();
  }
}

function tensor(name: string, type: number, raw: Uint8Array, shape: readonly number[]): Message {
  const message = new Message();
  for (const size of shape) message.integer(1, size);
  return message.integer(2, type).text(8, name).bytes(9, raw);
}

function valueInfo(name: string, type: 'float' | 'int64', shape: readonly Dimension[]): Message {
  const dimensions = new Message();
  for (const size of shape) {
    const dimension = typeof size === 'number' ? new Message().integer(1, size) : new Message().text(2, size);
    dimensions.message(1, dimension);
  }
  const tensorType = new Message().integer(1, type === 'float' ? FLOAT : INT64).message(2, dimensions);
  return new Message().text(1, name).message(2, new Message().message(1, tensorType));
}

function attribute(name: string, value: AttributeValue): Message {
  const [FLOAT_TYPE, INTEGER_TYPE, INTEGERS_TYPE] = [1, 2, 7];
  const message = new Message().text(1, name);
  if (typeof value === 'number') return message.integer(3, value).integer(20, INTEGER_TYPE);
  if ('float' in value) return message.float(2, value.float).integer(20, FLOAT_TYPE);
  for (const one of value) message.integer(8, one);
  return message.integer(20, INTEGERS_TYPE);
}
