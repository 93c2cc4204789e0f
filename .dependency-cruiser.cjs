// Who may import whom (ARCHITECTURE.md has the picture). A rule that is broken fails `npm run check` and the tests.
const ours = '^(addon|ui|web|server|playground|examples|bench|test|scripts)/';

/** A layer of the server may not import those above it. */
const upwards = (layer, above) => ({
  name: `server-${layer}-imports-nothing-above-it`,
  severity: 'error',
  from: { path: `^server/${layer}` },
  to: { path: above.map((folder) => `^server/${folder}`) },
});

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'nothing-imports-test',
      severity: 'error',
      from: { pathNot: '^test/' },
      to: { path: '^test/' },
    },
    {
      name: 'domain-imports-nothing-of-ours',
      severity: 'error',
      from: { path: '^domain/' },
      to: { path: ours },
    },
    {
      name: 'domain-contract-takes-only-zod',
      severity: 'error',
      from: { path: '^domain/contract/' },
      to: {
        dependencyTypes: ['npm', 'npm-dev', 'npm-no-pkg', 'core'],
        pathNot: 'node_modules/zod/',
      },
    },
    {
      name: 'domain-takes-only-croner',
      severity: 'error',
      from: { path: '^domain/', pathNot: '^domain/contract/' },
      to: {
        dependencyTypes: ['npm', 'npm-dev', 'npm-no-pkg', 'core'],
        pathNot: 'node_modules/croner/',
      },
    },
    {
      name: 'domain-rules-take-the-contract-as-types',
      comment: 'the add-on bundles the rules of domain/, and zod must not come with them',
      severity: 'error',
      from: { path: '^(domain|addon|ui|web)/', pathNot: '^domain/contract/' },
      to: { path: '^domain/contract/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'addon-imports-domain',
      severity: 'error',
      from: { path: '^addon/', pathNot: '^addon/sidebar/' },
      to: {
        path: ['^(ui|web|server|playground|examples|bench)/', '^addon/sidebar/', 'node_modules'],
        pathNot: ['node_modules/croner/', 'node_modules/@types/google-apps-script/'],
      },
    },
    {
      name: 'sidebar-imports-domain-and-ui-and-types-of-the-addon',
      severity: 'error',
      from: { path: '^addon/sidebar/' },
      to: { path: ['^(web|server|playground|examples|bench)/'] },
    },
    {
      name: 'sidebar-takes-only-types-of-the-addon',
      severity: 'error',
      from: { path: '^addon/sidebar/' },
      to: { path: '^addon/[^/]+\\.ts$', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'ui-imports-domain',
      severity: 'error',
      from: { path: '^ui/' },
      to: { path: '^(addon|web|server|playground|examples|bench)/' },
    },
    {
      name: 'web-imports-domain-and-ui',
      severity: 'error',
      from: { path: '^web/' },
      to: { path: '^(addon|server|playground|examples|bench)/' },
    },
    {
      name: 'what-every-page-stands-on-knows-no-page',
      severity: 'error',
      from: { path: '^web/(frame|controls)/' },
      to: { path: '^web/', pathNot: '^web/(frame|controls)/' },
    },
    {
      name: 'server-imports-domain',
      severity: 'error',
      from: { path: '^server/' },
      to: { path: '^(addon|ui|web|playground|examples|bench)/' },
    },
    {
      name: 'examples-import-nothing-of-ours',
      severity: 'error',
      from: { path: '^examples/' },
      to: { path: '^(addon|ui|web|server|playground|bench)/' },
    },
    {
      name: 'playground-uses-the-addon-as-a-bundle',
      severity: 'error',
      from: { path: '^playground/' },
      to: { path: '^(addon|ui|web|bench)/' },
    },
    {
      name: 'simulator-stands-alone',
      comment: 'the simulator knows Google, not Sheetfeed',
      severity: 'error',
      from: { path: '^playground/simulator/' },
      to: { path: ['^(domain|addon|ui|web|server|examples|bench)/', '^playground/(?!simulator/)'] },
    },
    upwards('app\\.ts', ['main\\.ts']),
    upwards('http/', ['main\\.ts', 'app\\.ts']),
    upwards('run/', ['main\\.ts', 'app\\.ts', 'http/']),
    upwards('catalog/', ['main\\.ts', 'app\\.ts', 'http/', 'run/']),
    upwards('identity/', ['main\\.ts', 'app\\.ts', 'http/', 'run/', 'catalog/']),
    upwards('database\\.ts', ['main\\.ts', 'app\\.ts', 'http/', 'run/', 'catalog/', 'identity/']),
    upwards('embedded/', ['main\\.ts', 'app\\.ts', 'http/', 'run/', 'catalog/', 'identity/']),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^dist/' },
    tsPreCompilationDeps: 'specify',
    tsConfig: { fileName: 'server/tsconfig.json' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
    },
  },
};
