// Who may import whom (ARCHITECTURE.md has the picture). A rule that is broken fails `npm run check` and the tests.
const ours = '^(addon|ui|web|server|playground|examples|bench|test|scripts)/';

/** A layer of the server may not import those above it. */
const upwards = (layer, above) => ({
  name: `server-${layer}-imports-nothing-above-it`,
  severity: 'error',
  from: { path: `^server/${layer}` },
  to: { path: above.map((folder) => `^server/${folder}`) },
});

// From the roof down: a room may import what stands below it. `mcp`, `watch`, `deliver`, `sheets` and `google` come later.
const floors = [
  { room: 'main\\.ts' },
  { room: 'start\\.ts' },
  { room: 'app\\.ts' },
  { room: 'http/' },
  { room: 'watch/' },
  { room: '(deliver|sheets)/' },
  { room: 'runs/' },
  { room: '(formats|sources|google)/' },
  { room: 'engines/' },
  { room: 'catalog/' },
  { room: 'cluster/' },
  { room: 'identity/' },
  { room: '(database|embedded|settings)/' },
];

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-cycles-of-types-either',
      severity: 'error',
      from: { path: '^(domain|addon)/' },
      to: { circular: true },
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
    ...['around', 'layout', 'plan', 'undo', 'left'].map((room, index, rooms) => ({
      name: `refresh-${room}-knows-only-the-rooms-before-it`,
      comment:
        'sheet.ts and modes.ts stand below all rooms; the decisions stand above, and undo and left among them',
      severity: 'error',
      from: { path: `^domain/refresh/${room}/` },
      to: {
        path: '^domain/refresh/',
        pathNot: [
          '^domain/refresh/(sheet|modes)\\.ts$',
          ...rooms.slice(0, index + 1).map((known) => `^domain/refresh/${known}/`),
          ...(['undo', 'left'].includes(room) ? ['^domain/refresh/[^/]+\\.ts$'] : []),
        ],
      },
    })),
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
      to: { path: '^addon/(?!sidebar/)', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'addon-google-knows-no-range-and-no-sheet',
      severity: 'error',
      from: { path: '^addon/google/' },
      to: { path: '^addon/(?!google/)' },
    },
    {
      name: 'addon-sheet-knows-no-record',
      comment: 'it reads and writes cells: the first executor of a refresh plan',
      severity: 'error',
      from: { path: '^addon/sheet/' },
      to: { path: '^addon/(?!google/|sheet/)' },
    },
    {
      name: 'addon-ranges-know-nothing-that-a-person-does',
      severity: 'error',
      from: { path: '^addon/ranges/' },
      to: { path: '^addon/[^/]+\\.ts$', pathNot: '^addon/(catalog|sidebar-functions)\\.ts$' },
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
    {
      name: 'simulator-workbook-knows-no-face',
      comment:
        'the services of a script stand over the workbook, and another face may stand beside them',
      severity: 'error',
      from: { path: '^playground/simulator/(values|formulas|workbook)/' },
      to: { path: '^playground/simulator/(script|api)/' },
    },
    {
      name: 'simulator-faces-do-not-know-each-other',
      comment: 'what both need is the workbook’s',
      severity: 'error',
      from: { path: '^playground/simulator/(script|api)/' },
      to: { path: '^playground/simulator/(script|api)/', pathNot: '^playground/simulator/$1/' },
    },
    {
      name: 'simulator-values-know-no-workbook',
      severity: 'error',
      from: { path: '^playground/simulator/values/' },
      to: { path: '^playground/simulator/(formulas|workbook)/' },
    },
    ...floors.flatMap(({ room }, index) => {
      const above = floors.slice(0, index).map(({ room }) => room);
      return above.length === 0 ? [] : [upwards(room, above)];
    }),
    {
      name: 'only-the-engine-speaks-to-members-databases',
      comment:
        "pg and PostgreSQL's parser are for members' SQL in its engine, and for Sheetfeed's own database elsewhere",
      severity: 'error',
      from: {
        path: '^server/',
        pathNot: '^server/(engines/postgres|database|cluster|embedded|doctor)/',
      },
      to: { path: 'node_modules/(pg|libpg-query)/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'an-engine-is-known-by-its-seam',
      comment: 'sources.ts opens it; everybody else takes engines/engine.ts',
      severity: 'error',
      from: { path: '^server/', pathNot: '^server/(engines/[^/]+/|sources/sources\\.ts$)' },
      to: { path: '^server/engines/[^/]+/' },
    },
    {
      name: 'an-engine-knows-no-other',
      severity: 'error',
      from: { path: '^server/engines/([^/]+)/' },
      to: { path: '^server/engines/[^/]+/', pathNot: '^server/engines/$1/' },
    },
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
