import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { analyze } from '../analyzer/analyze.ts';
import type { Report } from '../format/report.ts';
import { attachToNode } from '../probes/node/attach.ts';
import { planRecording } from '../probes/session/plan/plan.ts';
import { planVisits } from '../probes/session/plan/visit-plan.ts';
import { recordTarget } from '../probes/session/record-target.ts';
import { listenSocketsOf } from '../probes/target/listen-sockets.ts';
import { isFirst } from '../samples/expectation.mjs';
import { samples } from '../samples/index.mjs';
import { startSample } from '../samples/start-sample.mjs';
import { nodeBinary } from '../scripts/fetch-node.mjs';
import { heaptrail } from './heaptrail-command.ts';
import { LiveTarget } from './live-target.ts';
import { everyNode, outermostNodes } from './node-versions.ts';

// They wait beside each other, for programs that work meanwhile.
vi.setConfig({ testTimeout: 120_000, maxConcurrency: 8 });

const program = fileURLToPath(new URL('./visited-program.mjs', import.meta.url));
const light = ['--plan', 'light', '--every', '700ms', '--parts', 'heap', '--json', '--quiet'];

let room: string;
beforeAll(() => {
  room = mkdtempSync(path.join(tmpdir(), 'heaptrail-visits-'));
});
afterAll(async () => {
  await LiveTarget.endAll();
  rmSync(room, { recursive: true });
});

async function visited(pid: number, name: string, ...words: string[]) {
  const out = path.join(room, `${name}.heaptrail`);
  const { code, stdout, stderr } = await heaptrail(['attach', String(pid), ...light, ...words, '--out', out]);
  expect(stdout, stderr).not.toBe('');
  return { out, code, report: JSON.parse(stdout) as Report };
}

/** The same by its parts, which takes no time to start. */
async function recorded(pid: number, name: string, operations?: string): Promise<Report> {
  const folder = path.join(room, `${name}.heaptrail`);
  const plan = planVisits(planRecording({ operations, parts: ['heap'] }), { every: 700 });
  const { signal } = new AbortController();
  await recordTarget(await attachToNode(pid), { plan, folder, signal, onEvent: () => {} });
  return await analyze([folder]);
}

const expressions = ({ suspects }: Report) => suspects.map(({ holders }) => holders[0]!.expression).sort();

describe.concurrent.each([20, 24] as const)('on Node %i', (major) => {
  it('finds seven kinds of leaks at once, runs none of the code of the program and leaves nothing in it', async () => {
    const target = await LiveTarget.run(await nodeBinary(major), ['--inspect-port=0', program]);
    const { out, code, report } = await visited(target.pid, `leaky-${major}`, '--operations', 'turns');
    expect(expressions(report), report.coverage.limits.join('; ')).toEqual([
      'byKey',
      'client.#diagnostics',
      'dictionary',
      'entries',
      'hub._events.message',
      'list',
      'text',
    ]);
    expect({ code, outcome: report.verdict.outcome, method: report.coverage.method }).toEqual({
      code: 1,
      outcome: 'growth',
      method: 'visits',
    });
    const map = report.suspects.find(({ kind }) => kind === 'map')!;
    expect(map.growth.objectsPerOperation).toBeCloseTo(1, 1);
    expect(map.evidence[0]).toMatch(/^seen by [4-9] visits, no snapshot$/);
    expect(readdirSync(path.join(out, 'captures'))).toEqual([]);

    // The recording alone says the same.
    const again = await heaptrail(['analyze', out, '--json']);
    expect(JSON.parse(again.stdout)).toMatchObject({ suspects: JSON.parse(JSON.stringify(report.suspects)) });

    await target.printed('ran');
    expect(JSON.parse(target.stdout.trimEnd().split('\n').at(-1)!.slice(4))).toEqual({
      getters: 0,
      traps: 0,
      stacks: 0,
    });
    expect(listenSocketsOf(target.pid)).toHaveLength(0);
    await target.end();
  });

  it('is silent about the same program when it evicts', async () => {
    const target = await LiveTarget.run(await nodeBinary(major), ['--inspect-port=0', program, '--fixed']);
    const report = await recorded(target.pid, `fixed-${major}`);
    expect(report.suspects.map(({ title }) => title)).toEqual([]);
    expect(['none', 'inconclusive']).toContain(report.verdict.outcome);
    await target.end();
  });
});

const shapes = [
  ['lsp-diagnostics', 20],
  ['event-listeners', 24],
  ['command-output', 20],
  ['pending-promises', 22],
  ['buffer-cache', 24],
  ['async-queue', 26],
  ['abort-listeners', 26],
  ['timers-pile', 22],
] as const;

it.concurrent.each(
  shapes.flatMap(([name, major]) => [[name, major, false] as const, [name, major, true] as const]),
)('names the leak of %s first on Node %i, or nothing if it is fixed: %s', async (name, major, fixed) => {
  const { expects } = samples.find((sample) => sample.name === name)!;
  const agent = await startSample(name, {
    fixed,
    runtime: await nodeBinary(major),
    environment: { NODE_OPTIONS: '--inspect-port=0' },
  });
  try {
    const report = await recorded(agent.pid, `${name}-${fixed}`);
    const titles = report.suspects.map(({ title }) => title);
    if (fixed) expect(titles).toEqual([]);
    else expect(isFirst(report.suspects, expects.leaky.first!), titles.join('; ')).toBe(true);
  } finally {
    await agent.stop();
  }
});

const ticking = `
let ticks = 0;
function tick() {
  ticks += 1;
  process.stdout.write('tick ' + ticks + '\\n');
}
setInterval(tick, 20);
console.log('ready');
`;

it.concurrent.each(everyNode)(
  'a program that stands when heaptrail is killed goes on at once, on Node %i',
  async (major) => {
    const file = path.join(room, `${major}`, 'ticking.cjs');
    execFileSync('mkdir', ['-p', path.dirname(file)]);
    writeFileSync(file, ticking);
    const target = await LiveTarget.run(await nodeBinary(major), ['--inspect-port=0', file]);
    const killed = fileURLToPath(new URL('./visits-killed.mjs', import.meta.url));
    const child = spawn(process.execPath, [killed, String(target.pid), '3'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let said = '';
    child.stdout.on('data', (text) => {
      said += text;
    });
    const [, signal] = await new Promise<[unknown, unknown]>((resolve) =>
      child.once('close', (...end) => resolve(end)),
    );
    expect({ signal, said }).toEqual({ signal: 'SIGKILL', said: 'stands\n' });
    const before = target.stdout.length;
    const begun = performance.now();
    while (target.stdout.length < before + 50) await new Promise((resolve) => setTimeout(resolve, 10));
    expect(performance.now() - begun).toBeLessThan(5_000);
    while (listenSocketsOf(target.pid).length > 0) await new Promise((resolve) => setTimeout(resolve, 50));
    await target.end();
  },
);

it.concurrent('goes on past a debugger statement, and takes no breakpoint with it', async () => {
  const source = `
    const kept = [];
    globalThis.late = [];
    function work() { debugger; for (let i = 0; i < 50; i += 1) kept.push({ i }); }
    let last = performance.now();
    setInterval(() => { work(); }, 5);
    setInterval(() => { const now = performance.now(); if (now - last > 3000) console.log('stood'); last = now; }, 20);
    console.log('ready');
  `;
  const file = path.join(room, 'debugger.cjs');
  writeFileSync(file, source);
  const target = await LiveTarget.run(await nodeBinary(22), ['--inspect-port=0', file]);
  const report = await recorded(target.pid, 'debugger');
  expect(expressions(report)).toEqual(['kept']);
  expect(target.stdout).not.toContain('stood');
  expect(listenSocketsOf(target.pid)).toHaveLength(0);
  await target.end();
});

const onGlobal = `
  globalThis.visited = new Map();
  Object.defineProperty(globalThis, 'trap', { enumerable: true, get: () => console.log('read') });
  let n = 0;
  setInterval(function serve() { for (let i = 0; i < 20; i += 1) visited.set('k' + n, { n: n++ }); }, 5);
  console.log('ready');
`;

it.concurrent.each(everyNode)(
  'sees what only globalThis holds, and reads nothing of Node there, on Node %i',
  async (major) => {
    const file = path.join(room, `global-${major}.cjs`);
    writeFileSync(file, onGlobal);
    const target = await LiveTarget.run(await nodeBinary(major), ['--inspect-port=0', file]);
    const report = await recorded(target.pid, `global-${major}`);
    expect(expressions(report), report.coverage.limits.join('; ')).toEqual(['globalThis.visited']);
    expect(target.stdout).toBe('ready\n');
    await target.end();
  },
);

const ending = `
  class Cache {
    #max = 1_000_000;
    #entries = new Map();
    set(key, value) {
      this.#entries.set(key, value);
      if (this.#entries.size > this.#max) this.#entries.delete(this.#entries.keys().next().value);
    }
  }
  const cache = new Cache();
  const held = [];
  const loose = [];
  const registry = new FinalizationRegistry((reference) => loose.splice(loose.indexOf(reference), 1));
  let n = 0;
  function work() {
    n += 1;
    cache.set(n, { n });
    const target = { n };
    held.push(Object.assign(new WeakRef(target), { run: () => target }));
    const released = { n };
    loose.push(new WeakRef(released));
    registry.register(released, loose.at(-1));
  }
  setInterval(() => { for (let i = 0; i < 5; i += 1) work(); }, 10);
  console.log('ready');
`;

it.concurrent.each(outermostNodes)(
  'doubts what a private limit may end, and weak references until garbage is collected, on Node %i',
  async (major) => {
    const file = path.join(room, `ending-${major}.cjs`);
    writeFileSync(file, ending);
    const target = await LiveTarget.run(await nodeBinary(major), ['--inspect-port=0', file]);
    const report = await recorded(target.pid, `ending-${major}`);
    expect(expressions(report), report.coverage.limits.join('; ')).toEqual(['cache.#entries', 'held']);
    const of = (name: string) => report.suspects.find(({ holders }) => holders[0]!.expression === name)!;
    expect(of('cache.#entries')).toMatchObject({
      confirmed: false,
      mayEnd: expect.stringMatching(/^`#max` is next to it.* up to 1,000,000 entries/),
    });
    expect(of('held').confirmed).toBe(true);
    await target.end();
  },
);

const tellsFlags = `
  const v8 = require('node:v8');
  const set = v8.setFlagsFromString;
  v8.setFlagsFromString = (flag) => { console.log('flag ' + flag); set(flag); };
  const kept = [];
  function work() { for (let i = 0; i < 50; i += 1) kept.push({ i }); }
  setInterval(() => work(), 5);
  console.log('ready');
`;

it.concurrent.each([20, 22, 24, 26] as const)(
  'lets V8 compile no baseline code while it visits, and afterwards as before, on Node %i',
  async (major) => {
    const target = await LiveTarget.start(await nodeBinary(major), tellsFlags);
    expect(expressions(await recorded(target.pid, `flags-${major}`))).toEqual(['kept']);
    await target.printed('flag --sparkplug');
    expect(target.stdout.match(/^flag .*$/gm)).toEqual(['flag --no-sparkplug', 'flag --sparkplug']);
    await target.end();
  },
);

it.concurrent('leaves the flags of a program without compiled code alone', async () => {
  const target = await LiveTarget.start(await nodeBinary(24), tellsFlags, { args: ['--jitless'] });
  expect(expressions(await recorded(target.pid, 'jitless'))).toEqual(['kept']);
  expect(target.stdout).not.toContain('flag');
  await target.end();
});

it.concurrent('refuses what is heavier than visits in the same words', async () => {
  const target = await LiveTarget.start(
    await nodeBinary(20),
    "setInterval(() => {}, 100); console.log('ready')",
  );
  const refused = await heaptrail(['attach', String(target.pid), '--max-rung', 'visits', '--captures', '4']);
  expect(refused).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('--captures is heavier than --max-rung visits allows'),
  });
  const out = path.join(room, 'idle.heaptrail');
  expect(await recorded(target.pid, 'idle')).toMatchObject({ suspects: [], coverage: { method: 'visits' } });
  expect(existsSync(path.join(out, 'recording.json'))).toBe(true);
  await target.end();
});
