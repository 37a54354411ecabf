import { type LaneForm, SUBGROUP_DIRECTIVES } from './lanes.ts';

/** A storage buffer of a kernel, in binding order of group 1. */
export interface BufferDeclaration {
  readonly name: string;
  /** WGSL element type. */
  readonly type: string;
  readonly access: 'read' | 'read_write';
}

/** Workgroups along x, y, z. */
type Workgroups = readonly [number, number, number];

/** A shader as data: what it binds and its code. */
export interface Shader {
  readonly name: string;
  readonly buffers: readonly BufferDeclaration[];
  /** WGSL with an entry point `main`, for either form where lanes join values; group 0 and `buffers` come in front of it. */
  readonly code: string | ((lanes: LaneForm) => string);
  /** Declarations of group 0; the step tables when absent. */
  readonly group0?: string;
}

/** A compute kernel of the transformer, and how many workgroups cover a number of rows. */
export interface Kernel extends Shader {
  /** @param rows rows of the activations; @param splits parts of the cache (attention only) */
  readonly workgroups: (rows: number, splits: number) => Workgroups;
}

/**
 * Group 0, shared by all kernels: what changes from step to step. Layout in tables.ts.
 * `rows` are the positions that a batch appends to caches; `draws` are the tokens it draws.
 */
const STEP_TABLES = /* wgsl */ `
struct Step {
  rows: u32, rowBase: u32, draws: u32, drawBase: u32,
  first: u32, splits: u32, codes: u32, topK: u32,
  temperature: f32, topP: f32, greedy: u32, guidance: f32,
}
struct Row { token: u32, position: u32, slot: u32, length: u32 }
struct Draw { cell: u32, result: u32, uniformNumber: f32, row: u32 }
@group(0) @binding(0) var<uniform> step: Step;
@group(0) @binding(1) var<storage, read> rows: array<Row>;
@group(0) @binding(2) var<storage, read> draws: array<Draw>;
`;

/** The whole shader module of a kernel. */
export function moduleOf(shader: Shader, lanes: LaneForm): string {
  const buffers = shader.buffers.map(
    ({ name, type, access }, index) =>
      `@group(1) @binding(${index}) var<storage, ${access}> ${name}: array<${type}>;`,
  );
  const { code, group0 = STEP_TABLES } = shader;
  const module = (body: string) => [group0, ...buffers, body].join('\n');
  if (typeof code === 'string') return module(code);
  return (lanes === 'subgroups' ? SUBGROUP_DIRECTIVES : '') + module(code(lanes));
}

/** Repeats code for 0..count-1; the unrolled loops of our kernels. */
export function repeat(count: number, code: (index: number) => string, separator = '\n'): string {
  return Array.from({ length: count }, (_, index) => code(index)).join(separator);
}
