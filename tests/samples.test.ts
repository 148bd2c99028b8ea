import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, it, vi } from 'vitest';
import type { Report } from '../format/report.ts';
import { shortcomings } from '../samples/expectation.mjs';
import { operationsExpression, samples } from '../samples/index.mjs';
import type { Sample } from '../samples/sample.d.mts';
import { startSample } from '../samples/start-sample.mjs';

/** Every sample as a live process, recorded and judged by the built command. */

const heaptrail = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url));
// The agents sleep most of the time, and so do the recordings: what costs are the snapshots.
vi.setConfig({ maxConcurrency: 4, testTimeout: 240_000 });

const runs = samples
  .toSorted((a, b) => seconds(b) - seconds(a))
  .flatMap((sample) => [
    { name: sample.name, twin: 'leaks', fixed: false, sample, expected: sample.expects.leaky },
    ...(sample.expects.fixed === undefined
      ? []
      : [{ name: sample.name, twin: 'is fixed', fixed: true, sample, expected: sample.expects.fixed }]),
  ]);

function seconds({ recording: { captures, every } }: Sample): number {
  return (captures - 1) * Number.parseFloat(every);
}

describe('every sample is reported as what it is', () => {
  it.concurrent.for(runs)(
    '$name, which $twin',
    async ({ name, fixed, sample, expected }, { expect, onTestFinished }) => {
      const folder = mkdtempSync(join(tmpdir(), 'heaptrail-sample-'));
      onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
      const agent = await startSample(name, { fixed });
      onTestFinished(async () => {
        await agent.stop();
      });

      const { report, exitCode, errors } = await attach(agent.pid, sample, join(folder, 'run.heaptrail'));

      expect(errors).toBe('');
      expect(shortcomings(report, expected)).toEqual([]);
      expect(exitCode).toBe(expected.verdict === 'none' ? 0 : 1);
      expect(listeningSockets(agent.pid), 'ports that are still open').toEqual([]);
      expect(await agent.stop(), 'how the agent ended').toBe(0);
    },
  );
});

interface Attached {
  readonly report: Report;
  readonly exitCode: number;
  readonly errors: string;
}

function attach(pid: number, { recording: { captures, every } }: Sample, out: string): Promise<Attached> {
  const options = ['--captures', String(captures), '--every', every, '--operations', operationsExpression];
  return new Promise((resolve, reject) => {
    execFile(
      process.execPath,
      [heaptrail, 'attach', String(pid), ...options, '--out', out, '--json', '--quiet'],
      { maxBuffer: 64 << 20 },
      (error, stdout, errors) => {
        const exitCode = error === null ? 0 : error.code;
        if (typeof exitCode !== 'number' || stdout === '')
          reject(new Error(`no report: ${errors}`, { cause: error }));
        else resolve({ report: JSON.parse(stdout) as Report, exitCode, errors });
      },
    );
  });
}

/** The inodes of the TCP sockets that the process itself listens on: after a probe has left, none. */
function listeningSockets(pid: number): string[] {
  const listening = ['tcp', 'tcp6'].flatMap((protocol) =>
    readFileSync(`/proc/${pid}/net/${protocol}`, 'utf8')
      .split('\n')
      .slice(1)
      .map((line) => line.trim().split(/\s+/))
      .filter(([, , , state]) => state === '0A')
      .map((columns) => columns[9]),
  );
  const own = readdirSync(`/proc/${pid}/fd`).map((descriptor) =>
    readlinkSync(`/proc/${pid}/fd/${descriptor}`),
  );
  return listening.filter((inode) => own.includes(`socket:[${inode}]`));
}
