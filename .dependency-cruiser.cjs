const { readdirSync } = require('node:fs');

/** The data's journey: process -> probe -> recording -> columns -> graph -> growth -> suspects -> report -> page. */
const floors = {
  format: [],
  store: ['format'],
  judgement: ['format'],
  probes: ['judgement', 'format'],
  analyzer: ['judgement', 'format'],
  viewer: ['format'],
  fleet: ['store', 'analyzer', 'judgement', 'format'],
  doctor: ['analyzer', 'probes', 'viewer', 'judgement', 'format'],
  cli: ['assist', 'doctor', 'fleet', 'store', 'analyzer', 'probes', 'viewer', 'judgement', 'format'],
  // Beside the commands: made of their actions, and started by one of them.
  assist: ['cli', 'analyzer', 'probes', 'viewer', 'judgement', 'format'],
  testing: ['analyzer', 'probes', 'viewer', 'judgement', 'format'],
};

/**
 * The order of the rooms on each floor: a room imports from itself and from what stands above it here, so that no two
 * folders import each other, by whatever detour. A room is one folder without its subfolders, a `folder/**` with them,
 * or a single file. A new room is one line.
 */
const order = [
  'format',

  'store/store.ts', // what a store is
  'store/content-hash.ts',
  'store/folder-store.ts',
  'store/s3', // a bucket of S3
  'store', // objects by key, where many hosts meet

  'judgement/parameters', // each number that decides, with its reason and its test
  'judgement/series/points.ts',
  'judgement', // evidence, and what a proof is
  'judgement/series', // lines through points
  'judgement/kinds', // one file for each kind of evidence
  'judgement/prove.ts', // the one judge

  'probes', // what a probe is: a connection, its errors, its files
  'probes/host/host.ts', // what is asked of the system
  'probes/host/linux', // by /proc
  'probes/host/portable', // by Node and ps
  'probes/host', // the one that is chosen
  'probes/target', // find a process, and tell whether it may be probed
  'probes/transport', // what carries an inspector's messages
  'probes/mappings', // which part of memory is at an address
  'probes/allocator', // which memory of an allocator is in use
  'probes/ledger',
  'probes/native', // who touches new pages: what perf sees, and the tables of the files that run
  'probes/workload',
  'probes/visits', // what walks inside a target
  'probes/node/by-signal', // snapshots that a Node writes itself
  'probes/node/inspector', // open an inspector, and leave it as it was
  'probes/node/operations.ts',
  'probes/node/allocation-sampler.ts',
  'probes/node/held-flags.ts',
  'probes/node/visits', // pauses and walks, instead of a snapshot
  'probes/node',
  'probes/page', // a page in a browser that was started for it
  'probes/bun/number-list.ts',
  'probes/bun/snapshot-parser.ts',
  'probes/bun/snapshot-message.ts',
  'probes/bun/jsc-protocol.ts', // the messages of JavaScriptCore's inspector
  'probes/bun/jsc-session.ts',
  'probes/bun/operations.ts',
  'probes/bun/visits', // as those of Node
  'probes/bun',
  'probes/deno',
  'probes/address', // whatever speaks the DevTools protocol at an address
  'probes/session/plan', // when to capture
  'probes/session/files', // a recording on disk
  'probes/session/guards', // what a capture costs
  'probes/session/series', // samples, captures, pulses, profiles, work
  'probes/session/steps', // what a recording does, one after the other
  'probes/session',
  'probes/watch',
  'probes/in-process', // the main thread's side of the probe that a process carries
  'probes/in-process/thread', // the probe's own thread
  'probes/attach',
  'probes/builds', // two builds of a program, in turns
  'probes/peak', // the largest heap of a run, captured while it is there
  'probes/suite', // in the workers of a suite of tests

  'analyzer/capture-source.ts',
  'analyzer/totals.ts',
  'analyzer/terminal',
  'analyzer/kernels',
  'analyzer/parse/**',
  'analyzer/details.ts',
  'analyzer/recording',
  'analyzer/graph/**',
  'analyzer/sources',
  'analyzer/heap/**',
  'analyzer/paths',
  'analyzer/growth',
  'analyzer/explain/**',
  'analyzer/search',
  'analyzer/visits', // suspects without a snapshot
  'analyzer/native', // who takes native memory
  'analyzer/triage',
  'analyzer/triage/telemetry/**',
  'analyzer/inventory',
  'analyzer/query', // questions in words about the objects of a capture
  'analyzer/allocations',
  'analyzer/report',
  'analyzer/builds', // one build of a program against another
  'analyzer/autopsy', // deaths, lives, and what they say
  'analyzer/heap-summary/**',
  'analyzer/peak', // the highest memory of a run that ended
  'analyzer/redact',
  'analyzer',
  'analyzer/suites/survivors', // sampled survivors in a snapshot, and their holders
  'analyzer/suites/causes', // one file for each known reason
  'analyzer/suites', // what a suite of tests leaves behind
  'analyzer/page-data',
  'analyzer/library', // heaptrail/analyze

  'fleet/cards', // what is needed of each report
  'fleet/recordings', // recordings on their way through a store
  'fleet/queue', // who analyzes them
  'fleet/outbox', // on the way into a store
  'fleet/join', // many reports, one answer
  'fleet/page', // the same, as a file for a browser
  'fleet',

  'viewer/data',
  'viewer/html',
  'viewer/layout',
  'viewer/model',
  'viewer/views',
  'viewer',

  'doctor/diagnosis.ts', // what it answers
  'doctor/bundle', // what may leave the machine, and how much
  'doctor/examine', // a recording, judged and bundled
  'doctor/program', // heaptrail's own files, also in a compiled program
  'doctor/analyst', // the process that examines
  'doctor', // heaptrail/doctor

  'cli/output', // terminal, files, pages
  'cli/requests', // what was typed, understood once
  'cli/actions', // what a command does
  'assist/mcp/recording', // recordings that a coding assistant asks for, one at a time
  'assist/mcp/tool.ts',
  'assist/mcp/answers', // what it is told, in few words
  'assist/mcp/proof', // whether a growth is gone
  'assist/mcp/tools', // what it may ask for
  'assist/mcp', // heaptrail mcp
  'cli/watch/listen', // looks that are asked for from outside
  'cli/watch/profiles', // for Pyroscope
  'cli/watch/metrics', // for Prometheus and OpenTelemetry
  'cli/watch',
  'cli/worker', // heaptrail worker
  'cli/commands', // the words of each command
  'cli',

  'testing/leak-test',
  'testing/allocation-budget',
  'testing/suite', // suites of tests, and what their files leave behind
  'testing',
];

const sameFloor = { assist: 'cli' };
const floorOf = (room) => sameFloor[room.split('/')[0]] ?? room.split('/')[0];
const isFile = (room) => room.endsWith('.ts');
const isTree = (room) => room.endsWith('/**');
const filesOf = (room) => (isFile(room) ? `${room}$` : isTree(room) ? room.slice(0, -2) : `${room}/[^/]+$`);
const anyOf = (rooms) => `^(${rooms.map(filesOf).join('|')})`;
const test = '\\.test\\.ts$';

function roomRule(room, at) {
  const below = order.slice(0, at + 1);
  const above = order.slice(at + 1).filter((other) => floorOf(other) === floorOf(room));
  const apart = order.filter((other) => isFile(other) && other !== room);
  if (above.length === 0) return [];
  return [
    {
      name: `${room}-imports-what-stands-above-it`,
      severity: 'error',
      from: { path: anyOf([room]), pathNot: [test, anyOf(apart)] },
      to: { path: anyOf(above), pathNot: anyOf(below) },
    },
  ];
}

/** A folder that is not in the order would be checked by nobody. */
function refuseUnnamed(folder) {
  const entries = readdirSync(folder, { withFileTypes: true });
  const isNamed = order.some(
    (room) => room === folder || (isTree(room) && `${folder}/`.startsWith(room.slice(0, -2))),
  );
  if (!isNamed && entries.some(({ name }) => /(?<!\.d)\.ts$/.test(name)))
    throw new Error(`give ${folder} its place in the order of rooms, in .dependency-cruiser.cjs`);
  for (const entry of entries) if (entry.isDirectory()) refuseUnnamed(`${folder}/${entry.name}`);
}
for (const floor of Object.keys(floors)) refuseUnnamed(floor);

module.exports = {
  forbidden: [
    ...Object.entries(floors).map(([floor, below]) => ({
      name: `${floor}-imports-point-one-way`,
      severity: 'error',
      from: { path: `^${floor}/`, pathNot: test },
      to: {
        path: `^(${Object.keys(floors).join('|')}|samples|bench|tests)/`,
        pathNot: `^(${[floor, ...below].join('|')})/`,
      },
    })),
    ...order.flatMap(roomRule),
    {
      name: 'format-does-no-io',
      severity: 'error',
      from: { path: '^format/', pathNot: test },
      to: { dependencyTypes: ['core'] },
    },
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-undeclared-dependency',
      severity: 'error',
      from: { pathNot: test },
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
