import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, it, vi } from 'vitest';
import type { Report } from '../format/report.ts';
import { listenSocketsOf } from '../probes/target/listen-sockets.ts';
import { bunBinary } from '../scripts/fetch-bun.mjs';
import { prepared } from './bun-target.ts';
import { heaptrail } from './heaptrail-command.ts';
import { LiveTarget } from './live-target.ts';

vi.setConfig({ maxConcurrency: 4 });
const room = mkdtempSync(path.join(tmpdir(), 'heaptrail-bun-observer-'));
afterAll(async () => {
  await LiveTarget.endAll();
  rmSync(room, { recursive: true });
});

/** Logs as servers do; JavaScriptCore keeps the last 100 lines with what was logged. */
const logging = (perLine: string, every: number) => `
  class Session { constructor(id) { this.id = id; } }
  const sessions = [];
  let n = 0;
  const log = () => {
    console.log('a line', n += 1, { text: 'x'.repeat(60) + n, about: { at: [n] } });
    ${perLine}
  };
  console.log('ready');
  setInterval(log, ${every});
  process.on('SIGTERM', () => {
    const events = process.eventNames().map(String);
    process.stderr.write('left ' + JSON.stringify({ globals: Object.getOwnPropertyNames(globalThis), events }) + '\\n');
    process.exit(0);
  });
`;

async function attachTo(target: LiveTarget, name: string): Promise<Report> {
  const folder = path.join(room, name);
  const words = [
    'attach',
    String(target.pid),
    '--captures',
    '4',
    '--every',
    '400ms',
    '--json',
    '--out',
    folder,
  ];
  const { stdout } = await heaptrail(words);
  return JSON.parse(stdout) as Report;
}

async function leftIn(target: LiveTarget): Promise<string> {
  target.signal('SIGTERM');
  const said = () => /left (.*)\n/.exec(target.stderr)![1]!;
  return await vi.waitFor(said, { timeout: 10_000 });
}

describe.each(['1.4.5', '1.3.14'])('bun %s', (version) => {
  // 50 lines a second have the 100 lines full before the first capture; 8 fill them during the recording.
  it.concurrent.for([20, 125])(
    'is not accused of a line each %d ms, and has after it what it had before',
    async (every, { expect }) => {
      const [bun, options] = [await bunBinary(version), { env: prepared() }];
      const target = await LiveTarget.start(bun, logging('', every), options);
      const twin = await LiveTarget.start(bun, logging('', every), options);
      const sockets = listenSocketsOf(target.pid);
      const { suspects } = await attachTo(target, `${version}-${every}`);
      expect(suspects.map(({ title }) => title)).toEqual([]);
      expect(listenSocketsOf(target.pid)).toEqual(sockets);
      expect(await leftIn(target)).toBe(await leftIn(twin));
    },
  );

  it.concurrent('names the leak beside the logging first', async ({ expect }) => {
    const source = logging('for (let i = 0; i < 4; i += 1) sessions.push(new Session(n));', 20);
    const target = await LiveTarget.start(await bunBinary(version), source, { env: prepared() });
    const { suspects } = await attachTo(target, `${version}-leak`);
    expect(suspects[0]?.title).toMatch(/^Array `sessions` gains/);
    expect(suspects).toHaveLength(1);
  });
});
