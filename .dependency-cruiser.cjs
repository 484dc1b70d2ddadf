/** Imports point one way; `layers` says what of ours each part of the tree may import beside itself. */
const shared = '^src/shared/'
const part = (name) => `^src/main/${name}/`
const engineRegistry = '^src/main/engine/[a-z/-]*registry[.]ts$'

const layers = [
  { name: 'shared', path: shared, may: [], why: 'src/shared imports nothing of ours.' },
  { name: 'renderer', path: '^src/renderer/', may: [shared], why: 'The interface reaches the core through the contract only.' },
  { name: 'preload', path: '^src/main/preload[.]ts$', may: [shared], why: 'The preload exposes one function and stays small.' },
  { name: 'engine', path: part('engine'), may: [shared], why: 'The engine is numbers only: no store, jobs, handlers or Electron.' },
  { name: 'worker', path: part('worker'), may: [shared, part('engine')], why: 'A worker runs the engine and knows nothing of the store.' },
  { name: 'store', path: part('store'), may: [shared], why: 'The store keeps what it is given.' },
  { name: 'report', path: part('report'), may: [shared], why: 'A report is made from results alone.' },
  { name: 'farm', path: part('farm'), may: [shared, part('worker')], why: 'A farm only starts workers.' },
  {
    name: 'jobs',
    path: part('jobs'),
    may: [shared, part('store'), part('farm'), part('worker'), engineRegistry],
    why: 'Jobs hand points to workers; of the engine they see the registries only.',
  },
  {
    name: 'handlers',
    path: part('handlers'),
    may: [shared, part('store'), part('jobs'), part('report'), part('engine')],
    why: 'Handlers answer calls from the store, the jobs, the reports and what the engine says of itself.',
  },
  { name: 'transport', path: part('transport'), may: [shared, part('handlers')], why: 'A transport carries calls to handlers.' },
]

const layerRule = ({ name, path, may, why }) => ({
  name: `${name}-imports-down-only`,
  severity: 'error',
  comment: why,
  from: { path },
  to: { path: '^src/', pathNot: [path, ...may] },
})

/** A package that only some places may import. */
const packageRule = (name, packages, homes, why) => ({
  name,
  severity: 'error',
  comment: why,
  from: { path: '^src/', pathNot: homes },
  to: { path: packages },
})

module.exports = {
  forbidden: [
    ...layers.map(layerRule),
    {
      name: 'app-wires-from-above',
      severity: 'error',
      comment: 'createApp sits under the entries and the window.',
      from: { path: '^src/main/app[.]ts$' },
      to: { path: ['^src/renderer/', '^src/main/(index|cli|preload|window|menu)[.]ts$', part('cli')] },
    },
    {
      name: 'core-without-interface',
      severity: 'error',
      comment: 'The core never imports the interface.',
      from: { path: '^src/main/' },
      to: { path: '^src/renderer/' },
    },
    packageRule(
      'electron-in-its-places',
      '(^|/)node_modules/electron(/|$)|^electron$',
      ['^src/main/(index|preload|window|menu)[.]ts$', '^src/main/transport/ipc[.]ts$'],
      'All else must run from the command line.',
    ),
    packageRule('sqlite-in-the-store', 'node_modules/(@types/)?better-sqlite3/', [part('store')], 'Only the store speaks SQL.'),
    packageRule(
      'tensors-in-the-engine',
      'node_modules/@tensorflow/',
      [part('engine'), part('worker')],
      'Compute never runs on the main thread or in the interface.',
    ),
    packageRule(
      'vue-in-the-renderer',
      'node_modules/(vue|pinia|vue-router|vue-echarts|reka-ui|@vueuse|@tanstack|@vue)/',
      ['^src/renderer/'],
      'The core has no interface library.',
    ),
    {
      name: 'no-node-in-shared-or-renderer',
      severity: 'error',
      comment: 'Both are also run where there is no Node.',
      from: { path: [shared, '^src/renderer/'] },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'no-development-packages',
      severity: 'error',
      comment: 'A packaged Nadir holds only what package.json lists under dependencies.',
      from: { path: '^src/' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only', 'npm'], pathNot: 'node_modules/electron/' },
    },
    {
      name: 'no-circular',
      severity: 'error',
      comment: 'A circle has no direction.',
      from: {},
      to: { circular: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'types', 'node', 'default'] },
    skipAnalysisNotInRules: true,
  },
}
