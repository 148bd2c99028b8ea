import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ListedTarget } from '../probes/address/listed-targets.ts';
import { chromiumFlags, ensureChromium } from '../scripts/ensure-chromium.mjs';
import { denoBinary } from '../scripts/fetch-deno.mjs';
import { nodeBinary } from '../scripts/fetch-node.mjs';
import { workerdBinary } from '../scripts/fetch-workerd.mjs';
import { LiveTarget } from './live-target.ts';

/** The same program for every host, with a Map that is never cleared, or one that is. */
export type Twin = 'leaky' | 'fixed';

/** What answers to an inspector's address, and how to end it. */
export interface FarProgram {
  /** As a person types it. */
  readonly address: string;
  /** Of several targets. */
  readonly target?: string;
  end(): Promise<void>;
}

const lasting = 100;
const sessions = (twin: Twin) => `
class Session { constructor(id) { this.id = id; } }
const sessions = new Map();
let opened = 0;
function open() {
  opened += 1;
  sessions.set('session ' + opened, new Session(opened));
  ${twin === 'fixed' ? `sessions.delete('session ' + (opened - ${lasting}));` : ''}
}
function openSome() { for (let i = 0; i < 5; i += 1) open(); }
`;
const everyMoment = (twin: Twin) => `${sessions(twin)}\nsetInterval(openSome, 10);\n`;
const atRequests = (twin: Twin) =>
  `${sessions(twin)}\nexport default { fetch() { openSome(); return new Response('opened'); } };\n`;

export async function nodeProgram(twin: Twin): Promise<FarProgram> {
  const run = await LiveTarget.start(await nodeBinary(24), everyMoment(twin), {
    args: ['--inspect=127.0.0.1:0'],
    awaitReady: false,
  });
  return { address: await printed(run, /Debugger listening on (ws:\S+)/), end: () => run.end() };
}

export async function denoProgram(twin: Twin): Promise<FarProgram> {
  const folder = mkdtempSync(path.join(tmpdir(), 'heaptrail-deno-'));
  writeFileSync(path.join(folder, 'sessions.js'), everyMoment(twin));
  const run = await LiveTarget.run(
    await denoBinary(),
    ['run', '--inspect=127.0.0.1:0', path.join(folder, 'sessions.js')],
    { awaitReady: false, env: { DENO_NO_UPDATE_CHECK: '1', DENO_DIR: folder } },
  );
  const end = async () => {
    await run.end();
    rmSync(folder, { recursive: true });
  };
  return { address: await printed(run, /Debugger listening on ws:\/\/([\d.]+:\d+)/), end };
}

/** Nothing of it runs between two requests, so there have to be some. */
export async function workerdProgram(twin: Twin): Promise<FarProgram> {
  const folder = mkdtempSync(path.join(tmpdir(), 'heaptrail-workerd-'));
  writeFileSync(path.join(folder, 'sessions.js'), atRequests(twin));
  writeFileSync(path.join(folder, 'config.capnp'), workerdConfig);
  const run = await LiveTarget.run(
    await workerdBinary(),
    ['serve', path.join(folder, 'config.capnp'), '--inspector-addr=127.0.0.1:0', '--control-fd=1'],
    { awaitReady: false },
  );
  const inspector = await printed(run, /"listen-inspector","port":(\d+)/);
  const site = `http://127.0.0.1:${await printed(run, /"listen","socket":"http","port":(\d+)/)}`;
  const stopped = new AbortController();
  const visited = visitOften(site, stopped.signal);
  const end = async () => {
    stopped.abort();
    await visited;
    await run.end();
    rmSync(folder, { recursive: true });
  };
  return { address: `http://127.0.0.1:${inspector}`, end };
}

const workerdConfig = `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "sessions", worker = .sessions)],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "sessions")],
);
const sessions :Workerd.Worker = (
  modules = [(name = "sessions.js", esModule = embed "sessions.js")],
  compatibilityDate = "2026-01-01",
);
`;

async function visitOften(site: string, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await fetch(site, { signal }).then(
      (answer) => answer.text(),
      () => {},
    );
    await sleep(10, undefined, { signal }).catch(() => {});
  }
}

/** A page that does it itself, or has a worker that does. */
export async function chromiumPage(twin: Twin): Promise<FarProgram> {
  return await inChromium({
    '/': [html, '<title>Sessions</title><script type="module" src="sessions.js"></script>'],
    '/sessions.js': [script, everyMoment(twin)],
  });
}

export async function chromiumWorker(twin: Twin): Promise<FarProgram> {
  const browser = await inChromium({
    '/': [html, '<title>Page</title><script type="module" src="page.js"></script>'],
    '/page.js': [script, "new Worker('sessions.js').onmessage = () => { document.title = 'has a worker'; };"],
    '/sessions.js': [script, `${everyMoment(twin)}\npostMessage('begun');\n`],
  });
  return { ...browser, target: await workerOf(browser.address) };
}

const html = 'text/html';
const script = 'text/javascript';

/** A worker has neither a title nor a URL in the list, and one that has not begun yet does not answer. */
async function workerOf(address: string): Promise<string> {
  for (;;) {
    const list = (await (await fetch(`http://${address}/json/list`)).json()) as ListedTarget[];
    const hasBegun = list.some(({ title }) => title === 'has a worker');
    const worker = list.find(({ type }) => type === 'worker');
    if (hasBegun && worker !== undefined) return worker.id;
    await sleep(50);
  }
}

async function inChromium(files: Readonly<Record<string, readonly [type: string, text: string]>>) {
  const server = createServer(({ url = '' }, response) => {
    const [type, text] = files[url] ?? ['text/plain', ''];
    response.writeHead(files[url] === undefined ? 404 : 200, { 'content-type': type }).end(text);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const profile = mkdtempSync(path.join(tmpdir(), 'heaptrail-chromium-'));
  const run = await LiveTarget.run(
    ensureChromium(),
    [
      ...chromiumFlags,
      `--user-data-dir=${profile}`,
      '--remote-debugging-port=0',
      `http://127.0.0.1:${port}/`,
    ],
    { awaitReady: false },
  );
  const end = async () => {
    run.signal('SIGTERM');
    await run.ended;
    await run.end();
    server.closeAllConnections();
    server.close();
    // Its processes do not all end at the same moment.
    rmSync(profile, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  };
  return { address: await printed(run, /DevTools listening on ws:\/\/([\d.]+:\d+)/), end };
}

/** What the program says of where it listens. */
async function printed(run: LiveTarget, pattern: RegExp): Promise<string> {
  for (;;) {
    const found = pattern.exec(`${run.stdout}\n${run.stderr}`)?.[1];
    if (found !== undefined) return found;
    if (!run.running) throw new Error(`it ended before it listened: ${run.stderr}`);
    await sleep(20);
  }
}
