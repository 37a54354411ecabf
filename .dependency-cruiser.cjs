/**
 * The layers of docs/architecture.md: imports look downwards only.
 * core <- checkpoint, store <- networks, conditioning <- engine <- runtime <- studio, cli, bench.
 */
const LAYERS = [
  ['core'],
  ['checkpoint', 'store'],
  ['networks', 'conditioning'],
  ['engine'],
  ['runtime'],
  ['studio'],
];

const upward = LAYERS.slice(0, -1).map((names, level) => ({
  name: `${names.join('-and-')}-looks-down`,
  comment: 'A layer may import itself, its neighbours on the same level and the layers below it.',
  severity: 'error',
  from: { path: `^src/(${names.join('|')})/` },
  to: {
    path: `^(src/(${LAYERS.slice(level + 1)
      .flat()
      .join('|')})|cli|bench|e2e|tests)/`,
  },
}));

module.exports = {
  forbidden: [
    ...upward,
    {
      name: 'core-imports-nothing',
      comment: 'core is pure TypeScript: no packages, no other layer.',
      severity: 'error',
      from: { path: '^src/core/' },
      to: { pathNot: '^src/core/' },
    },
    {
      name: 'tfjs-stays-in-its-rooms',
      comment: 'tfjs is frozen upstream; keeping it in few places keeps it replaceable.',
      severity: 'error',
      from: { path: '^(src|cli|bench)/', pathNot: '^src/(networks|engine|runtime)/' },
      to: { path: '@tensorflow/' },
    },
    {
      name: 'react-stays-in-the-studio',
      severity: 'error',
      from: { path: '^(src|cli|bench)/', pathNot: '^src/studio/' },
      to: { path: 'node_modules/(react|react-dom|zustand)/' },
    },
    {
      name: 'nothing-imports-studio',
      severity: 'error',
      from: { path: '^(cli|bench)/' },
      to: { path: '^src/studio/' },
    },
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'default'] },
  },
};
