/**
 * How the lanes of a workgroup join what each of them has: through workgroup memory alone, or inside their subgroups
 * first. The second needs the device feature `subgroups`.
 */
export type LaneForm = 'memory' | 'subgroups';

/** Values of neighbouring lanes that become one. */
export interface Reduction {
  /** Prefix of its functions. */
  readonly name: string;
  /** WGSL type of a value. */
  readonly type: string;
  /** Body of a function that joins `a`, of lower lanes, and `b`. */
  readonly join: string;
  /** So many neighbouring lanes make one result: a power of two, at least 4. */
  readonly lanes: number;
  /** Values that every lane brings to a meeting, each with a result of its own; default 1. */
  readonly sets?: number;
  /** Workgroup memory, shared by reductions that give the same name, type and sets; default a place of its own. */
  readonly slots?: string;
}

/**
 * What stands in front of a module in which subgroups are used. WGSL's analysis does not see that our conditions are the same
 * for all lanes of a subgroup (`reachCode`).
 */
export const SUBGROUP_DIRECTIVES = 'enable subgroups;\ndiagnostic(off, subgroup_uniformity);\n';

/**
 * Functions for each reduction, to be called by all threads together after one `findReach(t)`:
 * `NAME_put(value, t, which)`, `NAME_meet(t, first, sets)`, which holds the barriers, and then by whoever wants the
 * result `NAME_take(t, which)`. A barrier must lie between taking and the next putting. Values are joined in an order that
 * only the device decides, never timing.
 * @param threads of the workgroup
 */
export function lanesCode(form: LaneForm, threads: number, reductions: readonly Reduction[]): string {
  const slots = new Map(reductions.map((one) => [slotsOf(one), one]));
  const memory = [...slots].map(
    ([name, { type, sets = 1 }]) => `var<workgroup> ${name}: array<${type}, ${threads * sets}>;`,
  );
  const functions = form === 'memory' ? throughMemory : throughSubgroups;
  return [
    form === 'memory' ? 'fn findReach(t: u32) {}' : reachCode(threads),
    ...memory,
    ...reductions.map(
      (one) => `fn ${one.name}_join(a: ${one.type}, b: ${one.type}) -> ${one.type} { ${one.join} }`,
    ),
    ...reductions.map((one) => functions(one, threads)),
  ].join('\n');
}

function slotsOf({ name, slots }: Reduction): string {
  return slots ?? `${name}_slots`;
}

/** A few lanes join the values of the others, and whoever takes the result joins those few. */
function throughMemory(reduction: Reduction, threads: number): string {
  const { name, type, lanes } = reduction;
  const slots = slotsOf(reduction);
  const few = lanes <= 8 ? lanes : lanes <= 64 ? 4 : 8;
  const fold = /* wgsl */ `
  if (t % ${lanes}u < ${few}u) {
    for (var at = first * ${threads}u + t; at < (first + sets) * ${threads}u; at += ${threads}u) {
      var joined = ${slots}[at];
      for (var j = ${few}u; j < ${lanes}u; j += ${few}u) { joined = ${name}_join(joined, ${slots}[at + j]); }
      ${slots}[at] = joined;
    }
  }
  workgroupBarrier();`;
  return /* wgsl */ `
fn ${name}_put(value: ${type}, t: u32, which: u32) { ${slots}[which * ${threads}u + t] = value; }
fn ${name}_meet(t: u32, first: u32, sets: u32) {
  workgroupBarrier();${few < lanes ? fold : ''}
}
fn ${name}_take(t: u32, which: u32) -> ${type} {
  let at = which * ${threads}u + t - t % ${lanes}u;
  var joined = ${slots}[at];
  for (var j = 1u; j < ${few}u; j++) { joined = ${name}_join(joined, ${slots}[at + j]); }
  return joined;
}`;
}

/**
 * `reach`: how many neighbours, beginning at a multiple of that number, this subgroup can join by exchanging values
 * between lanes whose numbers differ in one bit. WGSL does not say which invocations make a subgroup nor how many, so
 * every exchange is tried with the threads' own numbers. In an unheard-of order `reach` is 1 and everything goes through
 * memory. It is the same for all lanes of a subgroup, so conditions on it keep subgroups whole.
 */
function reachCode(threads: number): string {
  const tries = doublings(threads).map(
    (bit) => /* wgsl */ `
  if (reach == ${bit}u && present >= ${2 * bit}u) {
    if (subgroupAll(subgroupShuffleXor(t, ${bit}u) == (t ^ ${bit}u))) { reach = ${2 * bit}u; }
  }`,
  );
  return /* wgsl */ `
var<private> reach: u32;
// [thread] its reach: where the next block of joined neighbours begins
var<workgroup> reaches: array<u32, ${threads}>;
fn findReach(t: u32) {
  let present = subgroupAdd(1u);
  reach = 1u;${tries.join('')}
  reaches[t] = reach;
}`;
}

/** Blocks of neighbours are joined inside subgroups; whoever takes the result joins the blocks, lowest lanes first. */
function throughSubgroups(reduction: Reduction, threads: number): string {
  const { name, type, lanes } = reduction;
  const slots = slotsOf(reduction);
  const exchanges = doublings(lanes).map(
    (bit) => `if (reach > ${bit}u) { value = ${name}_join(value, subgroupShuffleXor(value, ${bit}u)); }`,
  );
  return /* wgsl */ `
fn ${name}_put(own: ${type}, t: u32, which: u32) {
  var value = own;
  ${exchanges.join('\n  ')}
  ${slots}[which * ${threads}u + t] = value;
}
fn ${name}_meet(t: u32, first: u32, sets: u32) { workgroupBarrier(); }
fn ${name}_take(t: u32, which: u32) -> ${type} {
  let first = t - t % ${lanes}u;
  var joined = ${slots}[which * ${threads}u + first];
  for (var at = first + reaches[first]; at < first + ${lanes}u; at += reaches[at]) {
    joined = ${name}_join(joined, ${slots}[which * ${threads}u + at]);
  }
  return joined;
}`;
}

/** 1, 2, 4, ... below the limit. */
function doublings(limit: number): number[] {
  return Array.from({ length: Math.log2(limit) }, (_, i) => 2 ** i);
}
