/** The import rules of the house (README, "How it is laid out"). Cycles are errors. */
const parts = 'recognition|journal|replication|central|console|operations'

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'domain-imports-nothing',
      severity: 'error',
      from: { path: '^edge/domain/' },
      to: { pathNot: '^edge/domain/' },
    },
    {
      name: 'ports-import-the-domain',
      comment: 'node:crypto makes ids, zod describes messages; nothing else belongs in a port.',
      severity: 'error',
      from: { path: '^edge/ports/' },
      to: { pathNot: ['^edge/(domain|ports)/', '^(node:)?crypto$', '^node_modules/zod/'] },
    },
    {
      name: 'lane-imports-domain-and-ports',
      severity: 'error',
      from: { path: '^edge/lane/' },
      to: { pathNot: ['^edge/(domain|ports|lane)/', '^(node:)?crypto$'] },
    },
    {
      name: 'nothing-imports-the-root',
      severity: 'error',
      from: { path: `^(drivers|config)/|^edge/(domain|ports|lane|${parts})/` },
      to: { path: '^edge/(main|cli)\\.ts$|^edge/(composition|commands|demo)/' },
    },
    {
      name: 'parts-know-not-one-another',
      severity: 'error',
      from: { path: `^edge/(${parts})/` },
      to: { path: '^(edge|drivers|config)/', pathNot: ['^edge/(domain|ports)/', '^edge/$1/'] },
    },
    {
      name: 'drivers-import-ports',
      severity: 'error',
      from: { path: '^drivers/' },
      to: { path: '^(edge|config)/', pathNot: '^edge/ports/' },
    },
    {
      name: 'drivers-know-not-the-registry',
      severity: 'error',
      from: { path: '^drivers/', pathNot: '^drivers/registry\\.ts$' },
      to: { path: '^drivers/registry\\.ts$' },
    },
    {
      name: 'production-knows-no-simulator',
      severity: 'error',
      from: {
        path: '^(edge|drivers|config)/',
        pathNot: ['^edge/(demo|commands)/', '^drivers/simulator/'],
      },
      to: { path: '^(drivers/simulator|edge/demo)/' },
    },
    {
      name: 'only-the-root-imports-config',
      severity: 'error',
      from: { path: '^(edge|drivers)/', pathNot: '^edge/((main|cli)\\.ts$|(commands|composition|demo)/)' },
      to: { path: '^config/' },
    },
    {
      name: 'config-imports-option-schemas',
      severity: 'error',
      from: { path: '^config/' },
      to: { path: '^edge/', pathNot: '^edge/(domain|ports)/' },
    },
    {
      name: 'the-house-imports-no-tests',
      severity: 'error',
      from: { path: '^(edge|drivers|config)/' },
      to: { path: '^tests/' },
    },
  ],
  options: {
    parser: 'swc',
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^edge/console/ui/' },
    enhancedResolveOptions: { extensions: ['.ts', '.js', '.json'] },
  },
}
