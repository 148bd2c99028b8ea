import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { analyze } from '../analyzer/analyze.ts';
import { parseManifest } from '../format/recording-text.ts';
import type { Report } from '../format/report.ts';
import { attachToBun } from '../probes/bun/attach.ts';
import { connectToBun } from '../probes/bun/bun-connection.ts';
import { WebSocketSession } from '../probes/bun/web-socket-session.ts';
import type { Connection } from '../probes/connection.ts';
import { planRecording } from '../probes/session/plan/plan.ts';
import { planVisits } from '../probes/session/plan/visit-plan.ts';
import { recordTarget } from '../probes/session/record-target.ts';
import { listenSocketsOf } from '../probes/target/listen-sockets.ts';
import { isFirst } from '../samples/expectation.mjs';
import { samples } from '../samples/index.mjs';
import { onBun } from '../samples/on-bun.mjs';
import { startSample } from '../samples/start-sample.mjs';
import { bunBinary } from '../scripts/fetch-bun.mjs';
import { prepared } from './bun-target.ts';
import { heaptrail } from './heaptrail-command.ts';
import { LiveTarget } from './live-target.ts';

// They wait beside each other, for programs that work meanwhile.
vi.setConfig({ testTimeout: 120_000, maxConcurrency: 8 });

const program = fileURLToPath(new URL('./visited-program.mjs', import.meta.url));
let room: string;
beforeAll(() => {
  room = mkdtempSync(path.join(tmpdir(), 'heaptrail-bun-visits-'));
});
afterAll(async () => {
  await LiveTarget.endAll();
  rmSync(room, { recursive: true });
});

/** What a person gets by `--plan light`, by its parts, which take no time to start. */
async function recorded(connection: Connection, name: string): Promise<Report> {
  const folder = path.join(room, `${name}.heaptrail`);
  const plan = planVisits(planRecording({ parts: ['heap'] }), { every: 700 });
  await recordTarget(connection, { plan, folder, signal: new AbortController().signal, onEvent: () => {} });
  return await analyze([folder]);
}

const expressions = ({ suspects }: Report) => suspects.map(({ holders }) => holders[0]!.expression).sort();

describe.concurrent.each(['1.4.5', '1.3.14'])('on Bun %s', (version) => {
  it('finds seven kinds of leaks at once, and runs none of the code of the program', async () => {
    const target = await LiveTarget.run(await bunBinary(version), [program], { env: prepared() });
    const report = await recorded(await attachToBun(target.pid), `leaky-${version}`);
    // What is near is looked at whatever the clock says: nothing of it may be missed on a busy machine.
    expect(expressions(report), report.coverage.limits.join('; ')).toEqual([
      'byKey',
      'client.#diagnostics',
      'dictionary',
      'entries',
      'hub._events.message',
      'list',
      'text',
    ]);
    expect(report).toMatchObject({ verdict: { outcome: 'growth' }, coverage: { method: 'visits' } });
    await target.printed('ran');
    expect(JSON.parse(target.stdout.trimEnd().split('\n').at(-1)!.slice(4))).toEqual({
      getters: 0,
      traps: 0,
      stacks: 0,
    });
    await target.end();
  });

  it('is silent about the same program when it evicts', async () => {
    const target = await LiveTarget.run(await bunBinary(version), [program, '--fixed'], { env: prepared() });
    const report = await recorded(await attachToBun(target.pid), `fixed-${version}`);
    expect(report.suspects.map(({ title }) => title)).toEqual([]);
    await target.end();
  });

  it('goes on at once if heaptrail is killed while it stands', async () => {
    const file = path.join(mkdtempSync(path.join(room, 'killed-')), 'ticking.mjs');
    writeFileSync(file, ticking);
    const target = await LiveTarget.run(await bunBinary(version), [file], { env: prepared() });
    const killed = fileURLToPath(new URL('./bun-visits-killed.mjs', import.meta.url));
    const child = spawn(process.execPath, [killed, await inspectorOf(target), '2'], {
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
    await target.end();
  });
});

const ticking = `
let ticks = 0;
function tick() { ticks += 1; process.stdout.write('tick ' + ticks + '\\n'); }
setInterval(tick, 20);
console.log('ready');
`;

// `npm run bench -- visits` looks at all samples; these are named on a busy machine, too.
it.concurrent.each(
  ['lsp-diagnostics', 'event-listeners', 'pending-promises'].flatMap((name) => [
    [name, false] as const,
    [name, true] as const,
  ]),
)('names the leak of %s first, or nothing if it is fixed: %s', async (name, fixed) => {
  const { expects } = samples.find((sample) => sample.name === name)!;
  const agent = await startSample(name, { fixed, ...onBun(await bunBinary()) });
  try {
    const report = await recorded(await attachToBun(agent.pid), `${name}-${fixed}`);
    const titles = report.suspects.map(({ title }) => title);
    if (fixed) expect(titles).toEqual([]);
    else expect(isFirst(report.suspects, expects.leaky.first!), titles.join('; ')).toBe(true);
  } finally {
    await agent.stop();
  }
});

it.concurrent('visits a Bun that is too dangerous to capture, and says so', async () => {
  const target = await LiveTarget.run(await bunBinary('1.3.6'), [program], { env: prepared() });
  const out = path.join(room, 'crashing.heaptrail');
  const words = ['attach', String(target.pid), '--every', '1s', '--parts', 'heap', '--json', '--out', out];
  const { stdout, stderr } = await heaptrail(words);
  expect(stdout, stderr).not.toBe('');
  const report: Report = JSON.parse(stdout);
  expect(expressions(report)).toContain('byKey');
  expect(stderr).toMatch(/visits take the place of captures.*before 1\.3\.8 a program may crash/);
  expect(readdirSync(path.join(out, 'captures'))).toEqual([]);
  const { notes } = parseManifest(readFileSync(path.join(out, 'recording.json'), 'utf8'));
  expect(notes.filter((note) => note.startsWith('visits take the place of captures'))).toHaveLength(1);
  await target.end();
});

it.concurrent('visits a heap with more objects than Bun can write', async () => {
  const target = await LiveTarget.run(await bunBinary(), [program], { env: prepared() });
  const session = await WebSocketSession.open(await inspectorOf(target), `process ${target.pid}`);
  const connection = await connectToBun(target.pid, session, { limits: { inspector: 10, v8: 11 } });
  const heavy = planRecording({ parts: ['heap'], captures: 2, every: 500 });
  const folder = path.join(room, 'many.heaptrail');
  const manifest = await recordTarget(connection, {
    plan: { ...heavy, lighter: planVisits(heavy, { every: 700 }) },
    folder,
    signal: new AbortController().signal,
    onEvent: () => {},
  });
  expect(manifest).toMatchObject({ state: 'complete', captures: [], options: { maxRung: 'visits' } });
  expect(manifest.notes).toContainEqual(expect.stringMatching(/^visits take .*million objects/));
  expect(expressions(await analyze([folder]))).toContain('byKey');
  expect(target.running).toBe(true);
  await target.end();
});

async function inspectorOf({ pid, env }: LiveTarget): Promise<string> {
  // It may open after the program's first lines.
  while (listenSocketsOf(pid).length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
  return env.BUN_INSPECT!.replace(':0/', `:${listenSocketsOf(pid)[0]!.port}/`);
}
