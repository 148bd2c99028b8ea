import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { parseLedger, parseManifest } from '../format/recording-text.ts';
import { parseReport } from '../format/report-text.ts';
import type { WatchEvent } from '../format/watch-event.ts';
import { attachToNode } from '../probes/node/attach.ts';
import { planRecording } from '../probes/session/plan/plan.ts';
import { planWindow } from '../probes/session/plan/window-plan.ts';
import { listenSocketsOf } from '../probes/target/listen-sockets.ts';
import { watch } from '../probes/watch/watch.ts';
import { nodeBinary } from '../scripts/fetch-node.mjs';
import { commandFile } from './heaptrail-command.ts';
import { LiveTarget } from './live-target.ts';
import { RunningWatch } from './running-watch.ts';

/** The Node that runs the tests is the one that the addon was built for. */
const node = process.execPath;

const secret = 'a-secret-of-the-program';
const leaking = `
  globalThis.token = 'a-secret-' + ['of', 'the', 'program'].join('-');
  class Session { constructor(n) { this.n = n; } }
  const sessions = new Map();
  let served = 0;
  setInterval(() => { for (let i = 0; i < 40; i++) sessions.set(served++, new Session(served)); }, 20);
  console.log('ready');
`;
const quiet = `setInterval(() => {}, 1000); console.log('ready');`;

const room = mkdtempSync(path.join(tmpdir(), 'heaptrail-watch-'));

class Watch extends RunningWatch {
  constructor(...words: string[]) {
    super(room, words);
  }
}

afterAll(async () => {
  await RunningWatch.endAll();
  await LiveTarget.endAll();
  rmSync(room, { recursive: true });
});

/** No byte of it gets into any file, as on a full disk. */
class WatchOnFullDisk extends Watch {
  protected override command(words: readonly string[]): [file: string, words: string[]] {
    const [file, all] = super.command(words);
    return ['sh', ['-c', 'ulimit -f 0; exec "$0" "$@"', file, ...all]];
  }
}

/** The figures that a watch serves. */
async function metricsOf({ stderr }: Watch): Promise<{ readonly url: string; readonly text: string }> {
  const [, url] = /^metrics: (http:\/\/127\.0\.0\.1:\d+\/metrics)$/m.exec(stderr)!;
  return { url: url!, text: await (await fetch(url!)).text() };
}

/** Keeps what it is posted. */
async function webhook(): Promise<{ url: string; received: WatchEvent[]; close: () => void }> {
  const received: WatchEvent[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const part of request.setEncoding('utf8')) body += part;
    received.push(JSON.parse(body));
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/`, received, close: () => server.close() };
}

describe.concurrent('heaptrail watch', () => {
  it('tells a crossed threshold, looks closely, and hands on the analyzed report', async () => {
    const target = await LiveTarget.start(node, leaking);
    const hook = await webhook();
    const file = path.join(room, 'alerts.ndjson');
    const out = path.join(room, 'leaking');
    const one = new Watch(
      String(target.pid),
      ...['--out', out, '--alert', 'rss=10m', '--inject', '--window', '12s', '--ledger-every', '200ms'],
      ...['--on-alert', `cat >> ${file}`, '--webhook', hook.url, '--metrics', '0', '--redact'],
      ...['--store', path.join(room, 'store')],
    );
    expect(await one.told('started')).toMatchObject({ pid: target.pid, runtime: 'node', folder: out });
    expect(await one.told('alert')).toMatchObject({ rule: 'rss=10m', pid: target.pid });
    const { url, text: metrics } = await metricsOf(one);
    expect(metrics).toMatch(/^process_memory_usage_bytes [1-9]\d+$/m);
    expect(metrics).toMatch(/^v8js_memory_heap_used_bytes{v8js_heap_space_name="old_space"} [1-9]\d+$/m);
    expect(metrics).toMatch(/^heaptrail_events_total{event="alert"} 1$/m);
    expect((await fetch(url.replace('/metrics', '/'))).status).toBe(404);

    const capture = await one.told('capture');
    expect(capture).toMatchObject({
      captures: 1,
      verdict: { outcome: 'growth' },
      cause: expect.stringContaining('10'),
    });
    const report = parseReport(readFileSync(capture.report!, 'utf8'), capture.report!);
    expect(report.suspects[0]).toMatchObject({ kind: 'map', confirmed: true });
    expect(readFileSync(capture.page!, 'utf8')).toMatch(/^<!doctype html>/i);
    const snapshot = readFileSync(path.join(capture.recording, 'captures/001.heapsnapshot'), 'latin1');
    expect(snapshot).toContain('Session');
    expect(snapshot).not.toContain(secret);

    expect(await one.interrupt()).toBe(0);
    expect(one.events.at(-1)).toMatchObject({ event: 'ended', reason: 'it was stopped' });
    const handedOn = ['alert', 'capture'];
    expect(hook.received.map(({ event }) => event)).toEqual(handedOn);
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line).event)).toEqual(handedOn);
    hook.close();
    const fleet = spawnSync(process.execPath, [commandFile, 'fleet', path.join(room, 'store')], {
      encoding: 'utf8',
    });
    expect(fleet.stdout).toMatch(/: 1 leak, in 1 of 1 process looked at\n.*gains.*\n +held by +sessions /);
    expect(fleet.status).toBe(1);
    expect(listenSocketsOf(target.pid)).toEqual([]);
    expect(target.running).toBe(true);
    await target.end();
    // The long ledger is a whole recording, too.
    const ledger = path.join(out, readdirSync(out).find((name) => name.startsWith('ledger-'))!);
    expect(parseManifest(readFileSync(path.join(ledger, 'recording.json'), 'utf8')).state).toBe('complete');
    const { samples } = parseLedger(readFileSync(path.join(ledger, 'ledger.ndjson'), 'utf8'));
    expect(samples.filter(({ mark }) => mark === 'captured')).toHaveLength(1);
  });

  it('looks no closer than --max-rung allows: by visits, or only at memory', async () => {
    const target = await LiveTarget.start(await nodeBinary(24), leaking);
    const watching = (name: string, ...words: string[]) =>
      new Watch(
        String(target.pid),
        ...['--out', name, '--ledger-every', '500ms', '--window', '12s', ...words],
      );
    const token = 'a token that only those who ask know';
    writeFileSync(path.join(room, 'token'), token);
    const [visits, sites] = [
      watching('visits', '--max-rung', 'visits', '--listen', '0', '--listen-token-file', 'token'),
      watching('sites', '--max-rung', 'sites', '--no-sampling', '--alert', 'rss=10m'),
    ];
    await visits.told('started');
    const [, look] = /^looks: POST (http:\/\/127\.0\.0\.1:\d+\/look)$/m.exec(visits.stderr)!;
    const headers = { authorization: `Bearer ${token}` };
    expect((await fetch(look!, { method: 'POST' })).status).toBe(401);
    expect((await fetch(look!, { method: 'POST', headers, body: '{"reason":"why not"}' })).status).toBe(202);
    expect(await visits.told('asked')).toMatchObject({ sentence: 'a look was asked for: why not' });
    expect(await sites.told('refused')).toMatchObject({
      cause: expect.stringContaining('10'),
      reason: '--max-rung sites allows no look at the heap',
    });
    const capture = await visits.told('capture');
    expect(capture).toMatchObject({
      captures: 0,
      verdict: { outcome: 'growth' },
      cause: 'a look was asked for: why not',
    });
    expect((await fetch(look!, { method: 'POST', headers })).status).toBe(429);
    expect(capture.visits).toBeGreaterThanOrEqual(4);
    const report = parseReport(readFileSync(capture.report!, 'utf8'), capture.report!);
    expect(report.suspects[0]?.holders[0].expression).toBe('sessions');
    expect(readdirSync(path.join(capture.recording, 'captures'))).toEqual([]);
    expect(visits.kinds()).not.toContain('refused');
    expect(await visits.interrupt()).toBe(0);
    expect(await sites.interrupt()).toBe(0);
    expect(readdirSync(path.join(room, 'sites')).filter((name) => name.startsWith('look'))).toEqual([]);
    expect(target.running).toBe(true);
    await target.end();
  });

  it('waits for a command, and follows it through restarts', async () => {
    const word = `heaptrail-restarts-${process.pid}`;
    // It carries the word itself, and must not be taken for what it looks for.
    new Watch(`--name=${word}`, '--out', 'beside');
    const one = new Watch(
      `--name=${word}`,
      ...['--out', 'restarts', '--ledger-every', '200ms', '--metrics', '0'],
    );
    const major = await nodeBinary(22);
    const first = await LiveTarget.start(major, `${quiet} // ${word}`);
    expect(await one.told('started')).toMatchObject({ pid: first.pid });
    first.signal('SIGKILL');
    await first.ended;
    const second = await LiveTarget.start(major, `${quiet} // ${word}`);
    expect(await one.told('restarted')).toMatchObject({ pid: second.pid, before: first.pid });
    second.signal('SIGKILL');
    expect(await one.told('lost', 2)).toMatchObject({ pid: second.pid });
    const { text } = await metricsOf(one);
    expect(text).toMatch(/^heaptrail_target_up 0$/m);
    expect(text).not.toMatch(/^(process|v8js)_/m);
    // A watch without a process waits for nothing else when it is ended.
    expect(await one.interrupt('SIGTERM')).toBe(0);
    expect(one.events.at(-1)).toMatchObject({ event: 'ended', reason: 'it was stopped' });
  });

  it('says nothing of a quiet process but what its memory is like', async () => {
    const target = await LiveTarget.start(await nodeBinary(24), quiet);
    const one = new Watch(
      String(target.pid),
      ...[
        '--out',
        'quiet',
        '--summary-every',
        '500ms',
        '--ledger-every',
        '100ms',
        '--ledger-at-rest',
        '200ms',
      ],
      ...['--alert', 'rss=4GB', '--alert', 'share=90%', '--alert', 'left=1m'],
    );
    await one.told('sample', 6);
    expect(await one.interrupt()).toBe(0);
    expect([...new Set(one.kinds())]).toEqual(['started', 'sample', 'ended']);
    expect(await one.told('sample')).toMatchObject({
      memory: { rss: expect.any(Number), heapUsed: expect.any(Number) },
    });
    expect(readdirSync(path.join(room, 'quiet')).toSorted()).toEqual([
      '.gitignore',
      expect.stringMatching(/^ledger-\d+-[\d-]+\.heaptrail$/),
      expect.stringMatching(/^ring-\d+-[\d-]+$/),
    ]);
  });

  it('ends when its time is over, also if nothing came to be watched', async () => {
    const one = new Watch('--name', `heaptrail-nobody-${process.pid}`, '--out', 'nobody', '--for', '300ms');
    expect(await one.exitCode()).toBe(0);
    expect(one.events).toMatchObject([{ event: 'ended', reason: 'its time is over' }]);
  });

  it('takes visits if captures are refused, and names what grows by them', async () => {
    const target = await LiveTarget.start(await nodeBinary(20), leaking);
    const one = new Watch(
      String(target.pid),
      ...['--out', 'refused', '--alert', 'rss=1m', '--max-pause', '1ms', '--ledger-every', '100ms'],
      ...['--window', '12s'],
    );
    const refused = await one.told('refused');
    expect(refused).toMatchObject({
      instead: 'visits',
      reason: expect.stringMatching(/may pause the process for \d\.\d s, more than the limit of 0\.0 s/),
    });
    expect(refused.retryAt).toBeUndefined();
    const { verdict, captures, visits, pause } = await one.told('capture');
    expect({ captures, visits, outcome: verdict?.outcome }).toEqual({
      captures: 0,
      visits: expect.any(Number),
      outcome: 'growth',
    });
    expect(verdict?.sentence).toContain('Map `sessions` gains');
    expect(visits).toBeGreaterThanOrEqual(4);
    expect(pause).toBeGreaterThan(0);
    expect(await one.interrupt()).toBe(0);
    expect(target.running).toBe(true);
  });

  it('tries again if a look is refused and nothing lighter may be taken', async () => {
    const target = await LiveTarget.start(await nodeBinary(20), quiet);
    const refused: WatchEvent[] = [];
    const stop = new AbortController();
    const folder = path.join(room, 'again');
    await watch(
      {
        wish: { pid: target.pid },
        folder,
        budget: 1e9,
        plan: planWindow(planRecording({ longestPause: 1 }), undefined, { atOnce: true }),
        spacing: 1_000,
        rules: [{ text: 'rss=1m', measure: 'rss', threshold: 1 << 20 }],
        ledgerEvery: 100,
        ledgerAtRest: 100,
        summaryEvery: 3_600_000,
        judgeEvery: 3_600_000,
        ringSize: 1e6,
        sites: async () => undefined,
        autopsy: async () => undefined,
        attach: (pid) => attachToNode(pid),
        judge: () => ({ timeLeft: [] }),
        explain: async () => ({ failure: 'nothing was looked at' }),
        onSample: () => {},
        onEvent: (event) => {
          expect(event.event).not.toBe('capture');
          if (event.event === 'refused') refused.push(event);
          if (refused.length === 2) stop.abort();
        },
      },
      stop.signal,
    );
    for (const { at, ...event } of refused) {
      expect(event).toMatchObject({ reason: expect.stringContaining('more than the limit of 0.0 s') });
      expect((event as { retryAt: number }).retryAt - at).toBeGreaterThan(900);
    }
    await target.end();
  });

  it('goes on with a process whose inspector another client opened, and when the program closes it', async () => {
    const word = `heaptrail-joined-${process.pid}`;
    const closes = `process.on('SIGUSR2', () => require('node:inspector').close());`;
    const target = await LiveTarget.start(await nodeBinary(22), `${closes} ${quiet} // ${word}`);
    const other = await attachToNode(target.pid);
    const one = new Watch(
      '--name',
      word,
      ...['--out', 'joined', '--alert', 'rss=4GB', '--summary-every', '500ms'],
    );
    await one.told('started');
    // The other one leaves the inspector to those that are still there.
    await other.detach();
    await one.told('sample', 2);
    target.signal('SIGUSR2');
    expect(await one.told('lost')).toMatchObject({ pid: target.pid });
    expect(await one.told('started', 2)).toMatchObject({ pid: target.pid });
    expect(await one.interrupt()).toBe(0);
    expect(one.kinds()).not.toContain('restarted');
    expect(target.running).toBe(true);
  });

  it('goes on when nothing can be written, and says so', async () => {
    const target = await LiveTarget.start(await nodeBinary(24), quiet);
    const one = new WatchOnFullDisk(
      String(target.pid),
      ...['--out', 'full', '--alert', 'rss=1m', '--force', '--on-alert', 'exit 1', '--summary-every', '1s'],
    );
    expect((await one.told('ledger-failed')).reason).toMatch(/^there is no room to write /);
    expect((await one.told('refused')).reason).toMatch(/^there is no room to write /);
    expect((await one.told('delivery-failed')).reason).toBe('it ended with exit code 1');
    await one.told('sample', 3);
    expect(await one.interrupt('SIGTERM')).toBe(0);
    expect(one.events.at(-1)).toMatchObject({ event: 'ended' });
    expect(readdirSync(path.join(room, 'full'))).toContain('undelivered.ndjson');
    expect(readdirSync(path.join(room, 'full')).filter((name) => name.endsWith('.heaptrail'))).toEqual([]);
  });

  it('looks closely once growth is seen twice in a row, and only once in a while', async () => {
    const target = await LiveTarget.start(await nodeBinary(26), leaking);
    const stop = new AbortController();
    const events: WatchEvent[] = [];
    const growth = {
      sentence: 'it grows',
      inHeap: true,
      problem: 'retained-objects',
      confidence: 0.9,
    } as const;
    let judged = 0;
    const folder = path.join(room, 'growing');
    await watch(
      {
        wish: { pid: target.pid },
        folder,
        // What is written or analyzed stays, whatever the budget.
        budget: 1,
        plan: { ...planWindow(planRecording({}), 12_000, { span: 12_000, atOnce: true }), every: 300 },
        spacing: 3_600_000,
        rules: [],
        ledgerEvery: 50,
        ledgerAtRest: 50,
        summaryEvery: 3_600_000,
        judgeEvery: 1,
        ringSize: 1e6,
        sites: async () => undefined,
        autopsy: async () => undefined,
        attach: attachToNode,
        judge: () => {
          judged += 1;
          if (judged > 20) stop.abort();
          // Seen once, gone, and then seen for good.
          return { timeLeft: [], ...(judged === 2 ? {} : { growth }) };
        },
        explain: async (recording) => ({
          failure: existsSync(path.join(recording, 'captures/004.heapsnapshot'))
            ? 'nobody asked'
            : 'it is gone',
        }),
        onSample: () => {},
        onEvent: (event) => events.push(event),
      },
      stop.signal,
    );
    await target.end();
    expect(events.map(({ event }) => event)).toEqual(['started', 'sample', 'growth', 'capture', 'ended']);
    expect(events.find(({ event }) => event === 'capture')).toMatchObject({
      cause: 'it grows',
      captures: 4,
      failure: 'nobody asked',
    });
  });

  it('says why a look failed during its captures, and keeps watching', async () => {
    const target = await LiveTarget.start(await nodeBinary(22), leaking);
    const stop = new AbortController();
    const events: WatchEvent[] = [];
    const folder = path.join(room, 'vanishing');
    let sampled = 0;
    await watch(
      {
        wish: { pid: target.pid },
        folder,
        budget: 1e9,
        plan: { ...planWindow(planRecording({}), 12_000, { span: 12_000, atOnce: true }), every: 500 },
        spacing: 3_600_000,
        rules: [{ text: 'rss=1m', measure: 'rss', threshold: 1 << 20 }],
        ledgerEvery: 50,
        ledgerAtRest: 50,
        summaryEvery: 3_600_000,
        judgeEvery: 3_600_000,
        ringSize: 1e6,
        sites: async () => undefined,
        autopsy: async () => undefined,
        attach: async (pid) => {
          const connection = await attachToNode(pid);
          const capture = connection.capture.bind(connection);
          // A user cleans up while the look is under way.
          connection.capture = async (request) => {
            const result = await capture(request);
            for (const name of readdirSync(folder).filter((one) => one.startsWith('look-')))
              rmSync(path.join(folder, name), { recursive: true });
            return result;
          };
          return connection;
        },
        judge: () => ({ timeLeft: [] }),
        explain: async () => ({ failure: 'there is nothing left' }),
        onSample: () => {
          if (!events.some(({ event }) => event === 'refused')) return;
          sampled += 1;
          if (sampled > 5) stop.abort();
        },
        onEvent: (event) => events.push(event),
      },
      stop.signal,
    );
    await target.end();
    const kinds = ['started', 'sample', 'alert', 'refused', 'capture', 'ended'];
    expect(events.map(({ event }) => event)).toEqual(kinds);
    expect(events[3]).toMatchObject({
      reason: expect.stringMatching(/^cannot write .*recording\.json: ENOENT/),
    });
  });

  it.each([
    [['--out', 'x'], 'watch needs either a process id or --name'],
    [['1', '--alert', 'cpu=9%'], '"cpu=9%" is not an alert'],
    [['1', '--metrics', 'here'], '"here" is not a port'],
    [['1', '--webhook', 'example'], 'the webhook is not a URL'],
    [[String(2 ** 22 + 1)], 'there is no process'],
  ])('refuses %j', async (words, message) => {
    const one = new Watch(...words);
    expect(await one.exitCode()).toBe(2);
    expect(one.stderr).toContain(message);
  });
});
