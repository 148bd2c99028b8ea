// Vite's development server over a small project. `ended`: browsers that load the page with its modules, connect for hot
// updates, and leave. `open`: one browser that stays while modules change.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { answering, startChild } from './child.mjs';
import { freePort } from './free-port.mjs';
import { ask } from './http.mjs';
import { connectSocket } from './web-socket.mjs';

const modules = Array.from({ length: 12 }, (_, index) => `part${index}.ts`);

export async function start(place) {
  writeProject(place.work);
  const port = await freePort();
  const program = join(place.folder, 'node_modules/vite/bin/vite.js');
  const words = [program, '--host', '127.0.0.1', '--port', String(port), '--strictPort'];
  const running = startChild(place, place.runtime, words);
  const url = `http://127.0.0.1:${port}`;
  await answering(place, running, url);
  return { ...running, place, url };
}

export async function endedSession(running) {
  const socket = await loadPage(running);
  socket.close();
  await socket.closed;
}

export async function openSession(running) {
  await loadPage(running);
  return async (turn) => {
    const name = modules[turn % modules.length];
    writeModule(running.place.work, name, turn);
    await pause(50);
    await ask(`${running.url}/src/${name}?t=${Date.now()}`);
  };
}

async function loadPage({ url }) {
  await ask(url, { headers: { accept: 'text/html' } });
  const client = await ask(`${url}/@vite/client`);
  await ask(`${url}/src/main.ts`);
  for (const name of modules) await ask(`${url}/src/${name}`);
  const token = /wsToken = "([^"]+)"/.exec(client)?.[1];
  return connectSocket(`${url.replace('http', 'ws')}/?token=${token}`, ['vite-hmr']);
}

function writeProject(work) {
  mkdirSync(join(work, 'src'), { recursive: true });
  writeFileSync(join(work, 'index.html'), '<script type="module" src="/src/main.ts"></script>');
  const imports = modules.map((name) => `import './${name}';\n`).join('');
  writeFileSync(join(work, 'src/main.ts'), `${imports}import.meta.hot?.accept();\n`);
  for (const name of modules) writeModule(work, name, 0);
}

function writeModule(work, name, turn) {
  const lines = Array.from(
    { length: 40 },
    (_, line) => `export const value${line}: number = ${turn + line};`,
  );
  writeFileSync(join(work, 'src', name), lines.join('\n'));
}
