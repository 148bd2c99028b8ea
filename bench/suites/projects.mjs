// Two real suites that were not written here, at fixed commits, and the leaks that are planted into three files of each.
// A plant is code behind a test file: a test that leaves objects where the end of the file does not reach them.

const fill = (list) =>
  `for (let i = 0; i < 4000; i++) ${list}.push({ id: i, text: 'planted ' + i + Math.random(), at: [i, i, i] });`;

export const projects = {
  vitest: {
    repository: 'https://github.com/toss/es-toolkit',
    commit: 'a1918b04e0e46e70000e0b6b048f1aabaafc1afb',
    command: ['node_modules/vitest/vitest.mjs', 'run'],
    all: ['array', 'object', 'function', 'fp', 'math', 'predicate', 'set', 'map', 'string', 'promise'].map(
      (folder) => `src/${folder}/`,
    ),
    few: ['src/array/', 'src/object/', 'src/math/'],
    options: ['--reporter=dot'],
    reporter: '--reporter=heaptrail/vitest-reporter',
    added: { 'src/planted-registry.ts': 'export const registry: object[] = [];\n' },
    plants: {
      'src/array/chunk.spec.ts': {
        code: `
import { registry } from '../planted-registry';
it('fills a registry of a module', () => { ${fill('registry')} });`,
        holder: /registry/,
        line: /src\/planted-registry\.ts|src\/array\/chunk\.spec\.ts/,
      },
      'src/object/clone.spec.ts': {
        code: `
it('adds listeners to the process', () => { const plantedState: object[] = []; ${fill('plantedState')} process.on('beforeExit', () => { plantedState.length = 0; }); });`,
        holder: /plantedState|process/,
        line: /src\/object\/clone\.spec\.ts/,
      },
      'src/math/sum.spec.ts': {
        code: `
it('never clears its timer', () => { const plantedTicks: object[] = []; ${fill('plantedTicks')} setInterval(() => plantedTicks.length, 60_000).unref(); });`,
        holder: /plantedTicks/,
        line: /src\/math\/sum\.spec\.ts/,
      },
    },
  },
  jest: {
    repository: 'https://github.com/TheAlgorithms/JavaScript',
    commit: '0ca18c2b2c2562f6a8dbafd398c3c441d44a73c4',
    command: ['node_modules/jest/bin/jest.js'],
    all: [],
    few: ['Sorts', 'Maths'],
    // One process for all files: what stays of one file is there while all later ones run.
    options: ['--silent', '--runInBand', '--reporters=default'],
    keepsTransformed: true,
    reporter: '--reporters=heaptrail/jest-reporter',
    added: {},
    plants: {
      'Sorts/test/QuickSort.test.js': {
        code: `
it('never clears its timer', () => { const plantedTicks = []; ${fill('plantedTicks')} setInterval(() => plantedTicks.length, 60000).unref(); });`,
        holder: /plantedTicks/,
        line: /Sorts\/test\/QuickSort\.test\.js/,
      },
      'Maths/test/Abs.test.js': {
        code: `
it('never unsubscribes', () => { const plantedLog = []; ${fill('plantedLog')} require('node:diagnostics_channel').subscribe('app', () => plantedLog.push(1)); });`,
        holder: /plantedLog/,
        line: /Maths\/test\/Abs\.test\.js/,
      },
      'Maths/test/Area.test.js': {
        code: `
it('listens to the agent of all requests', () => { const plantedRequests = []; ${fill('plantedRequests')} require('node:http').globalAgent.on('free', () => plantedRequests.push(1)); });`,
        holder: /plantedRequests/,
        line: /Maths\/test\/Area\.test\.js/,
      },
    },
  },
};
