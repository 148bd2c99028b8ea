/** The data's journey: process -> probe -> recording -> columns -> graph -> growth -> suspects -> report -> page. */
const rooms = {
  format: ['format'],
  judgement: ['judgement', 'format'],
  probes: ['probes', 'judgement', 'format'],
  analyzer: ['analyzer', 'judgement', 'format'],
  viewer: ['viewer', 'format'],
  cli: ['cli', 'analyzer', 'probes', 'viewer', 'judgement', 'format'],
  testing: ['testing', 'analyzer', 'probes', 'viewer', 'judgement', 'format'],
};
const journey = ['parse', 'graph', 'heap', 'paths', 'growth', 'explain', 'search'];

module.exports = {
  forbidden: [
    ...Object.entries(rooms).map(([room, allowed]) => ({
      name: `${room}-imports-point-one-way`,
      severity: 'error',
      from: { path: `^${room}/`, pathNot: '\\.test\\.ts$' },
      to: {
        path: '^(format|judgement|probes|analyzer|viewer|cli|testing|samples|bench|tests)/',
        pathNot: `^(${allowed.join('|')})/`,
      },
    })),
    ...journey.map((room, i) => ({
      name: `analyzer-${room}-never-looks-ahead`,
      severity: 'error',
      from: { path: `^analyzer/${room}/`, pathNot: '\\.test\\.ts$' },
      to: { path: `^analyzer/(${[...journey.slice(i + 1), 'inventory', 'report', 'triage'].join('|')})/` },
    })),
    {
      name: 'format-does-no-io',
      severity: 'error',
      from: { path: '^format/', pathNot: '\\.test\\.ts$' },
      to: { dependencyTypes: ['core'] },
    },
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-undeclared-dependency',
      severity: 'error',
      from: { pathNot: '\\.test\\.ts$' },
      // A peer that is a development dependency too is said to be in no package as well.
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['npm-peer'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^dist/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    moduleSystems: ['es6', 'cjs'],
  },
};
