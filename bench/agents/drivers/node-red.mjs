// Node-RED with a small flow. `ended`: an editor that opens, deploys the flow anew, sees its messages, and closes.
// `open`: the flow stays and keeps what it has seen in its context, as flows are written.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { answering, startChild } from './child.mjs';
import { freePort } from './free-port.mjs';
import { ask, askJson } from './http.mjs';
import { connectSocket } from './web-socket.mjs';

const code = `
const seen = flow.get('seen') ?? [];
if (msg.req.query.keep) seen.push({ at: Date.now(), text: 'message ' + msg.req.query.keep, query: msg.req.query });
flow.set('seen', seen);
msg.payload = { seen: seen.length };
return msg;`;

export async function start(place) {
  const port = await freePort();
  const userDir = join(place.home, '.node-red');
  mkdirSync(userDir, { recursive: true });
  const settings = `module.exports = {
  uiPort: ${port}, uiHost: '127.0.0.1', flowFile: 'flows.json', credentialSecret: 'bench',
  telemetry: { enabled: false, updateNotification: false }, externalModules: { palette: { allowInstall: false } },
};`;
  writeFileSync(join(userDir, 'settings.js'), settings);
  writeFileSync(join(userDir, 'flows.json'), JSON.stringify(flowOf(0)));
  const program = join(place.folder, 'node_modules/node-red/red.js');
  const running = startChild(place, place.runtime, [program, '--userDir', userDir]);
  const url = `http://127.0.0.1:${port}`;
  await answering(place, running, `${url}/seen`);
  return { ...running, place, url };
}

let deploys = 0;
export async function endedSession({ url }) {
  const socket = await openEditor(url);
  await ask(`${url}/flows`, {
    method: 'POST',
    body: flowOf(++deploys),
    headers: { 'Node-RED-Deployment-Type': 'full' },
  });
  await started(url);
  for (let request = 0; request < 5; request++) await ask(`${url}/seen`);
  socket.close();
  await socket.closed;
}

export async function openSession({ url }) {
  await openEditor(url);
  return async (turn) => {
    for (let request = 0; request < 5; request++) await ask(`${url}/seen?keep=${turn}-${request}`);
  };
}

/** A flow that was deployed answers a little later. */
async function started(url) {
  for (let attempt = 0; attempt < 100; attempt++) {
    const { ok } = await fetch(`${url}/seen`);
    if (ok) return;
    await pause(50);
  }
}

async function openEditor(url) {
  await ask(url);
  await askJson(`${url}/settings`);
  await askJson(`${url}/flows`);
  const socket = await connectSocket(`${url.replace('http', 'ws')}/comms`);
  socket.on('message', () => {});
  for (const topic of ['notification/#', 'status/#', 'debug'])
    socket.send(JSON.stringify({ subscribe: topic }));
  return socket;
}

function flowOf(version) {
  // What has no place in the picture is taken for a configuration.
  const node = (rest) => ({ z: 'tab', x: 100, y: 100, ...rest });
  return [
    { id: 'tab', type: 'tab', label: `Flow ${version}` },
    node({ id: 'in', type: 'http in', url: '/seen', method: 'get', wires: [['work']] }),
    node({ id: 'work', type: 'function', func: code, outputs: 1, wires: [['out', 'debug']] }),
    node({ id: 'out', type: 'http response', wires: [] }),
    node({ id: 'debug', type: 'debug', active: true, tosidebar: true, complete: 'payload', wires: [] }),
    node({ id: 'tick', type: 'inject', repeat: '1', once: true, topic: `tick ${version}`, wires: [[]] }),
  ];
}
