// Attaches to a process, lets it stand at a function, and is killed while it stands.

import { holdInspector } from '../dist/probes/node/inspector/inspector-hold.js';
import { OnePause } from '../dist/probes/node/visits/one-pause.js';

const [pid, line] = process.argv.slice(2).map(Number);
const { devtools } = await holdInspector(pid);
const scripts = [];
devtools.on('Debugger.scriptParsed', ({ scriptId, url }) => {
  if (url.endsWith('/ticking.cjs')) scripts.push(scriptId);
});
await devtools.send('Debugger.enable');
const pause = new OnePause(devtools);
pause.begin();
await pause.at([{ scriptId: scripts[0], lineNumber: line, columnNumber: 0 }], 10_000, () => {
  process.stdout.write('stands\n');
  process.kill(process.pid, 'SIGKILL');
  // Nothing is sent after this: the target stands until it learns that we are gone.
  for (;;);
});
