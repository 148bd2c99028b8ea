import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, inject, it, vi } from 'vitest';
import { analyze } from '../analyzer/analyze.ts';
import type { Suspect } from '../format/suspect.ts';
import { shortcomings } from '../samples/expectation.mjs';
import { samples } from '../samples/index.mjs';
import { startSample } from '../samples/start-sample.mjs';
import { attachToSample, longestFirst, recordAndJudgeSample } from './record-sample.ts';
import { beginSharing, endSharing, pageOfSample, sharedRecording, sharedSample } from './shared-samples.ts';

/** Every sample as a live process, recorded by the built command and judged. The browser tests open the pages of it. */

// The agents sleep most of the time, and so do the recordings: what costs are the snapshots.
vi.setConfig({ maxConcurrency: 5, testTimeout: 180_000 });

const left = inject('samplePages');
beforeAll(() => beginSharing(left));
afterAll(() => endSharing(left));

const runs = longestFirst(samples).flatMap((sample) => [
  { name: sample.name, twin: 'leaks', fixed: false, sample, expected: sample.expects.leaky },
  ...(sample.expects.fixed === undefined
    ? []
    : [{ name: sample.name, twin: 'is fixed', fixed: true, sample, expected: sample.expects.fixed }]),
]);

/** One of each kind of recording, leaky and fixed, is judged by the same process that records it. */
const wholeCommand = [sharedSample, 'children-pile', 'native-growth'];

const exitCodes = { none: 0, growth: 1, possible: 3, inconclusive: 3 };

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

      const recording = join(folder, 'run.heaptrail');
      const attach = wholeCommand.includes(name) ? attachToSample : recordAndJudgeSample;
      const { report, exitCode, errors } = await attach(
        agent.pid,
        sample,
        recording,
        fixed ? undefined : pageOfSample(left, sample),
      );

      if (name === sharedSample && !fixed) share(recording);
      expect(errors).toBe('');
      expect(shortcomings(report, expected)).toEqual([]);
      expect(exitCode).toBe(exitCodes[expected.verdict]);
      expect(listeningSockets(agent.pid), 'ports that are still open').toEqual([]);
      expect(await agent.stop(), 'how the agent ended').toBe(0);
      // What only the ledger shows, snapshots cannot.
      if (report.coverage.captures > 1 && expected.first !== undefined)
        expect((await suspectsOfSnapshots(recording))[0]).toEqual(report.suspects.map(asNamed)[0]);
    },
  );
});

/** What the snapshots of a recording say by themselves, without its ledger, its times and its counts of operations. */
async function suspectsOfSnapshots(recording: string) {
  const files = readdirSync(join(recording, 'captures')).map((name) => join(recording, 'captures', name));
  return (await analyze(files)).suspects.map(asNamed);
}

/** Others find it whole or not at all. */
function share(recording: string): void {
  const part = `${sharedRecording(left)}.part`;
  cpSync(recording, part, { recursive: true });
  renameSync(part, sharedRecording(left));
}

/** Without its places: only a recording tells the working directory that they are relative to. */
const asNamed = ({ fingerprint, title }: Suspect) => ({
  fingerprint,
  title: title.replace(/ \([^()]*:\d+\)/, ''),
});

describe('the pool of SSH clients', () => {
  const agent = fileURLToPath(new URL('../samples/ssh-pool/agent.mjs', import.meta.url));
  const run = (...flags: string[]) =>
    new Promise<{ code: unknown; errors: string }>((resolve) => {
      execFile(process.execPath, [agent, '--crash', '--for', '2', ...flags], (error, _, errors) =>
        resolve({ code: error?.code ?? 0, errors }),
      );
    });

  it('crashes at the second error of a client, which nobody listens for', async ({ expect }) => {
    const { code, errors } = await run();
    expect(code).toBe(1);
    expect(errors).toMatch(/Unhandled .error. event.*Connection lost before handshake/s);
  });

  it('survives it where it listens for as long as the client lives', async ({ expect }) => {
    const { code, errors } = await run('--fixed');
    expect(code).toBe(0);
    expect(errors).toMatch(/turn 1: read ECONNRESET/);
  });
});

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
