// Connects to a Bun process, lets it stand at a line, and is killed while it stands.

import { Stops } from '../dist/probes/bun/visits/stops.js';
import { WebSocketSession } from '../dist/probes/bun/web-socket-session.js';

const [url, line] = process.argv.slice(2);
const session = await WebSocketSession.open(url, 'the program');
const scripts = [];
session.on('Debugger.scriptParsed', ({ scriptId, url: file }) => {
  if (file.endsWith('/ticking.mjs')) scripts.push(scriptId);
});
await session.send('Debugger.enable');
while (scripts.length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
const stops = new Stops(session);
const places = [{ scriptId: scripts[0], lineNumber: Number(line), columnNumber: 0 }];
await stops.at([{ what: 'tick', places }], { most: 1, within: 10_000 }, () => {
  process.stdout.write('stands\n');
  process.kill(process.pid, 'SIGKILL');
  // Nothing is sent after this: the target stands until it learns that we are gone.
  for (;;);
});
