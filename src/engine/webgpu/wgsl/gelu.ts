/**
 * Exact (erf) GELU, as the reference has it; the tanh form would move logits by 1e-3.
 * erf(x) = x P(x^2) / Q(x^2) on |x| < 3.8325, where float32 erf reaches 1: the minimax fit that Eigen and XLA use.
 * Largest error against float64 is about 3e-7 (tests/engine-webgpu/gelu.test.ts).
 */
const ERF_NUMERATOR = [
  -2.72614225801306e-10, 2.77068142495902e-8, -2.10102402082508e-6, -5.69250639462346e-5,
  -7.34990630326855e-4, -2.95459980854025e-3, -1.60960333262415e-2,
] as const;
const ERF_DENOMINATOR = [
  -1.45660718464996e-5, -2.13374055278905e-4, -1.68282697438203e-3, -7.37332916720468e-3,
  -1.42647390514189e-2,
] as const;
const ERF_LIMIT = 3.832506856900711;

const horner = (coefficients: readonly number[]) =>
  coefficients
    .slice(1)
    .reduce((sum, c) => `fma(${sum}, s, vec4<f32>(${c}))`, `vec4<f32>(${coefficients[0]})`);

export const GELU = /* wgsl */ `
fn erf4(x: vec4<f32>) -> vec4<f32> {
  let c = clamp(x, vec4<f32>(-${ERF_LIMIT}), vec4<f32>(${ERF_LIMIT}));
  let s = c * c;
  return c * ${horner(ERF_NUMERATOR)} / (${horner(ERF_DENOMINATOR)});
}
fn gelu4(x: vec4<f32>) -> vec4<f32> {
  return 0.5 * x * (1.0 + erf4(x * 0.7071067811865476));
}
`;
