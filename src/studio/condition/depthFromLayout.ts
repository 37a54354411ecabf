import type { Label } from '../../core/labels.ts';
import type { LabelMap } from '../../core/layout.ts';
import { type DepthRaster, NEAREST } from './depthRaster.ts';

type Role = 'far' | 'relief' | 'ground' | 'object';

/** Roles by the words of a label's name; what no word tells stands on the ground. */
const ROLES: readonly (readonly [Role, RegExp])[] = [
  ['far', /sky|cloud|fog|unknown|unlabell?ed|void/i],
  ['relief', /mountain|hill|snow|rock|cliff/i],
  [
    'ground',
    /water|sea|river|lake|grass|field|sand|earth|dirt|road|path|floor|ground|pavement|platform|railroad|gravel|mud|moss/i,
  ],
];

/** Depth at the horizon, and what a mountain's top has, as shares of the range. */
const HORIZON = 0.06;
const SUMMIT = 0.02;

/**
 * Pseudo depth of a painted scene: the sky is farthest, the ground comes nearer below the horizon, mountains recede with
 * height, and what stands takes the depth of its foot. A start for the brush, not a measurement.
 */
export function depthFromLayout(map: LabelMap, labels: readonly Label[]): DepthRaster {
  const { height, width } = map;
  const roleOf = rolesOf(labels);
  const role = (row: number, column: number): Role => roleOf[map.labels[row * width + column]];
  const horizon = horizonOf(map, roleOf);
  const ground = (row: number): number =>
    HORIZON + (1 - HORIZON) * Math.max(0, (row - horizon) / Math.max(1, height - 1 - horizon));
  const values = new Uint16Array(height * width);
  for (let column = 0; column < width; column++) {
    let foot = height - 1;
    for (let row = height - 1; row >= 0; row--) {
      const now = role(row, column);
      const isRunStart = row === height - 1 || role(row + 1, column) !== now;
      if (isRunStart) foot = row;
      values[row * width + column] = Math.round(NEAREST * depthAt(now, row, foot, horizon, ground));
    }
  }
  return { height, width, values };
}

function depthAt(
  role: Role,
  row: number,
  foot: number,
  horizon: number,
  ground: (row: number) => number,
): number {
  switch (role) {
    case 'far':
      return 0;
    case 'ground':
      return ground(row);
    case 'object':
      return Math.max(HORIZON, ground(foot));
    case 'relief': {
      const base = Math.max(HORIZON, ground(foot)) + 0.06;
      const risen = Math.max(0, foot - row) / Math.max(1, Math.max(foot, horizon));
      return SUMMIT + (base - SUMMIT) * (1 - risen);
    }
  }
}

function rolesOf(labels: readonly Label[]): Role[] {
  const roles = new Array<Role>(256).fill('object');
  for (const { id, name } of labels) {
    roles[id] = ROLES.find(([, words]) => words.test(name))?.[0] ?? 'object';
  }
  return roles;
}

/** The row where the ground begins: the upper twentieth of its pixels is above it. The middle where there is none. */
function horizonOf({ height, width, labels }: LabelMap, roleOf: readonly Role[]): number {
  const perRow = new Array<number>(height).fill(0);
  labels.forEach((label, i) => {
    if (roleOf[label] === 'ground') perRow[Math.floor(i / width)]++;
  });
  const total = perRow.reduce((sum, count) => sum + count, 0);
  if (total === 0) return Math.round(height / 2);
  let seen = 0;
  return perRow.findIndex((count) => (seen += count) >= total / 20);
}
