/**
 * How weights lie in GPU memory. Halves and bytes are packed into u32 and unpacked in registers by core WGSL, so no
 * device feature is needed; arithmetic is always float32.
 */
export type WeightFormat = 'f32' | 'f16' | 'int8';

export interface FormatCode {
  /** Element type and element count of one 16-byte load along a row. */
  readonly wideType: string;
  readonly wide: number;
  /** Code that gives the four weights number `quad` of a 16-byte load held in the variable `name`. */
  readonly fromWide: (name: string, quad: number) => string;
  /** Element type of four weights, and code that unpacks them. */
  readonly quadType: string;
  readonly fromQuad: (expression: string) => string;
}

const halves = (x: string, y: string) => `vec4<f32>(unpack2x16float(${x}), unpack2x16float(${y}))`;
const bytes = (word: string) => `bytesToFloat(${word})`;
const COMPONENTS = 'xyzw';

export const FORMATS: Record<WeightFormat, FormatCode> = {
  f32: {
    wideType: 'vec4<f32>',
    wide: 4,
    fromWide: (name) => name,
    quadType: 'vec4<f32>',
    fromQuad: (expression) => expression,
  },
  f16: {
    wideType: 'vec4<u32>',
    wide: 8,
    fromWide: (name, quad) =>
      halves(`${name}.${COMPONENTS[2 * quad]}`, `${name}.${COMPONENTS[2 * quad + 1]}`),
    quadType: 'vec2<u32>',
    fromQuad: (expression) => `halvesToFloat(${expression})`,
  },
  int8: {
    wideType: 'vec4<u32>',
    wide: 16,
    fromWide: (name, quad) => bytes(`${name}.${COMPONENTS[quad]}`),
    quadType: 'u32',
    fromQuad: bytes,
  },
};

/** Helpers that the expressions above call; sign extension by shifts, because `unpack4xI8` is not in every browser. */
export const FORMAT_HELPERS = /* wgsl */ `
fn bytesToFloat(word: u32) -> vec4<f32> {
  let shifted = vec4<u32>(word << 24u, word << 16u, word << 8u, word);
  return vec4<f32>(bitcast<vec4<i32>>(shifted) >> vec4<u32>(24u));
}
fn halvesToFloat(words: vec2<u32>) -> vec4<f32> {
  return vec4<f32>(unpack2x16float(words.x), unpack2x16float(words.y));
}
fn floatToHalves(value: vec4<f32>) -> vec2<u32> {
  return vec2<u32>(pack2x16float(value.xy), pack2x16float(value.zw));
}
`;

/** Key/value caches hold float32 or halves. */
export type CacheFormat = 'f32' | 'f16';

/** Caches beside weights of this format, unless something else is asked for. */
export function cacheFormatFor(weights: WeightFormat): CacheFormat {
  return weights === 'f32' ? 'f32' : 'f16';
}

export function cacheStore(format: CacheFormat, value: string): string {
  return format === 'f32' ? value : `floatToHalves(${value})`;
}

export function cacheType(format: CacheFormat): string {
  return format === 'f32' ? 'vec4<f32>' : 'vec2<u32>';
}

export function cacheLoad(format: CacheFormat, expression: string): string {
  return format === 'f32' ? expression : `halvesToFloat(${expression})`;
}
