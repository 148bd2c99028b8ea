import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
/** A limit nobody is to fail for. What fails nevertheless fails by itself. */
const inNode = (name) => (file) => [
  process.execPath,
  '--max-old-space-size=16000',
  here(`engines/${name}.mjs`),
  file,
];

/** What is compared: `command` gives the words that run an engine over one snapshot. */
export const engines = [
  { name: 'heaptrail', command: inNode('heaptrail') },
  { name: 'devtools', command: inNode('devtools') },
  { name: 'memlab', command: inNode('memlab') },
  { name: 'toolkit', command: inNode('toolkit') },
  {
    name: 'native',
    command: (file) => [here('node_modules/@heap-snapshot/linux-x64/heap-snapshot'), 'summary', file],
  },
  { name: 'vscode', command: inNode('vscode') },
  { name: 'parser', command: inNode('parser') },
  { name: 'json', command: inNode('json') },
];

/** The whole of `heaptrail analyze` over the captures of one process, report included. */
export const analyzeCommand = (files) => [
  process.execPath,
  here('../dist/cli/main.js'),
  'analyze',
  '--json',
  ...files,
];

/** What memlab calls a leak: what three captures of one process have from the second on. */
export const findLeaksCommand = ([baseline, target, final]) => [
  ...[process.execPath, '--max-old-space-size=16000', here('node_modules/memlab/bin/memlab'), 'find-leaks'],
  ...['--baseline', baseline, '--target', target, '--final', final],
];

export function isBuilt() {
  return existsSync(here('../dist/cli/main.js'));
}
