// Next's development server over a small app. `ended`: browsers that load pages, connect, and leave. `open`: one browser
// that stays connected while the page's source changes.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { answering, startChild } from './child.mjs';
import { childProcessOf } from './child-process-of.mjs';
import { freePort } from './free-port.mjs';
import { ask } from './http.mjs';
import { connectSocket } from './web-socket.mjs';

/** The server is a child of the command. */
export async function start(place) {
  const app = join(place.folder, 'app-of-bench');
  writeApp(app, place.folder);
  const port = await freePort();
  const program = join(place.folder, 'node_modules/next/dist/bin/next');
  const words = [program, 'dev', '--hostname', '127.0.0.1', '--port', String(port)];
  const launcher = startChild(place, place.runtime, words, {
    cwd: app,
    env: { NEXT_TELEMETRY_DISABLED: '1' },
  });
  const url = `http://127.0.0.1:${port}`;
  await answering(place, launcher, url);
  return { ...launcher, pid: childProcessOf(launcher.pid), app, url };
}

export async function endedSession(running) {
  const socket = await loadPage(running);
  await ask(`${running.url}/items/${Math.floor(Math.random() * 20)}`);
  await ask(`${running.url}/api/items`);
  socket.close();
  await socket.closed;
}

export async function openSession(running) {
  const socket = await loadPage(running);
  socket.on('message', () => {});
  return async (turn) => {
    writePage(running.app, turn);
    await pause(300);
    await ask(running.url);
  };
}

async function loadPage({ url }) {
  const page = await ask(url, { headers: { accept: 'text/html' } });
  const scripts = [...page.matchAll(/src="(\/_next\/[^"]+)"/g)].slice(0, 5);
  for (const [, path] of scripts) await ask(`${url}${path.replaceAll('&amp;', '&')}`);
  const id = /__next_r="([^"]+)"/.exec(page)?.[1] ?? '';
  const socket = `${url.replace('http', 'ws')}/_next/hmr?id=${id}`;
  return connectSocket(socket, [], { headers: { origin: url } });
}

function writeApp(app, root) {
  rmSync(app, { recursive: true, force: true });
  for (const folder of ['app/items/[id]', 'app/api/items']) {
    mkdirSync(join(app, folder), { recursive: true });
  }
  const files = {
    'package.json': '{ "private": true }',
    'next.config.mjs': `export default { turbopack: { root: ${JSON.stringify(root)} } };`,
    'app/layout.js': `export default function Layout({ children }) { return <html><body>{children}</body></html>; }`,
    'app/items/[id]/page.js': `export default async function Page({ params }) {
  const { id } = await params;
  return <ul>{Array.from({ length: 50 }, (_, line) => <li key={line}>{id} {line}</li>)}</ul>;
}`,
    'app/api/items/route.js': `export const dynamic = 'force-dynamic';
export async function GET() { return Response.json({ at: Date.now() }); }`,
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(app, name), text);
  writePage(app, 0);
}

function writePage(app, turn) {
  writeFileSync(
    join(app, 'app/page.js'),
    `export default function Page() { return <main>Page, version ${turn}</main>; }`,
  );
}
