import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Autopsy } from '../../format/autopsy.ts';
import { readTelemetry } from '../triage/telemetry/read-telemetry.ts';
import { ClueReader } from './clues.ts';
import { conductAutopsy } from './conduct-autopsy.ts';
import { joinProcesses } from './join-processes.ts';

/** Each text is a file of its own, as the program and its supervisors leave them. */
async function autopsyOf(...texts: string[]): Promise<Autopsy> {
  const clues = new ClueReader();
  const processes = [];
  const limits = [];
  for (const text of texts) {
    clues.takeText(`${text}\n`);
    async function* chunks() {
      yield text;
    }
    const telemetry = await readTelemetry([{ name: 'log', chunks: chunks() }]);
    processes.push(...telemetry.processes);
    limits.push(...telemetry.limits);
  }
  return conductAutopsy(
    {
      processes: joinProcesses(processes),
      holders: [],
      clues: clues.clues,
      watched: new Set(),
      last: [],
      limits,
    },
    0,
  );
}

const fixture = (name: string) => readFileSync(new URL(`./fixtures/${name}`, import.meta.url), 'utf8');

describe('a real death of Node at a heap limit of 64 MiB', () => {
  const ages: Readonly<Record<number, string>> = { 20: '18 s', 22: '17 s', 24: '18 s', 26: '20 s' };

  it.each([20, 22, 24, 26])('%s by its last words alone', async (version) => {
    const { verdict, lives, unknown } = await autopsyOf(fixture(`node${version}.err.txt`));
    expect(lives).toHaveLength(1);
    expect(lives[0]).toMatchObject({ cause: 'heap-limit', causeKnownBy: 'V8 wrote it' });
    expect(verdict).toMatchObject({ outcome: 'possible', problem: 'retained-objects' });
    expect(verdict.sentence).toMatch(
      new RegExp(
        `^pid \\d+ died at its heap limit of about 5\\d\\.\\d MiB after ${ages[version]} without a record`,
      ),
    );
    expect(unknown.join()).toMatch(/its samples cover only/);
  });

  it.each([20, 22, 24, 26])('%s by its report alone', async (version) => {
    const { lives } = await autopsyOf(fixture(`node${version}.report.json`));
    expect(lives).toMatchObject([{ service: 'grow.cjs', cause: 'heap-limit', limit: 64 * 1024 * 1024 }]);
  });

  it.each([20, 22, 24, 26])('%s by all three as one death, in any order', async (version) => {
    const files = ['err.txt', 'out.txt', 'report.json'].map((name) => fixture(`node${version}.${name}`));
    for (const some of [files, files.toReversed(), [files[1], files[2], files[0]]]) {
      const { verdict, lives, compared } = await autopsyOf(...some);
      expect(lives).toHaveLength(1);
      expect(compared).toEqual([]);
      expect(verdict.sentence).toMatch(
        new RegExp(
          `^grow\\.cjs \\(pid \\d+\\) died at its heap limit of 64\\.0 MiB after ${ages[version]}, growing about `,
        ),
      );
      expect(verdict.evidence.join()).toMatch(
        /the heap after garbage collection went from 1\d\.\d MiB to 5\d\.\d MiB/,
      );
    }
  });

  it('says what was growing if the stack has names', async () => {
    const { verdict } = await autopsyOf(
      `${fixture('node22.err.txt')}\n 8: 0x175e0e7 v8::internal::OrderedHashTable<v8::internal::OrderedHashMap, 2>::Allocate(v8::internal::Isolate*, int) [node]\n`,
    );
    expect(verdict.evidence.join()).toContain(
      'a Map was growing when memory ran out: it may not be what holds most',
    );
  });
});

describe('a death that several tell', () => {
  const killed = (date: string, pid: number) => `\
${date} box kernel: Memory cgroup out of memory: Killed process ${pid} (node) total-vm:8139260kB, anon-rss:4160720kB, file-rss:33584kB, shmem-rss:0kB, UID:0 pgtables:756kB oom_score_adj:0
${date} box systemd[1]: web.service: A process of this unit has been killed by the OOM killer.
${date} box systemd[1]: web.service: Main process exited, code=killed, status=9/KILL
${date} box systemd[1]: web.service: Failed with result 'oom-kill'.
`;
  const started = (date: string) => `${date} box systemd[1]: Started web.service - My web server.\n`;

  it('is one, and two lives of a service are compared', async () => {
    const { verdict, lives, compared } = await autopsyOf(
      started('Nov 29 10:00:00') +
        killed('Nov 30 05:00:00', 4242) +
        started('Nov 30 05:00:05') +
        killed('Nov 30 11:00:05', 4999),
    );
    expect(lives.map(({ service, pid, life }) => [service, pid, life])).toEqual([
      ['web.service', '4242', 1],
      ['web.service', '4999', 2],
    ]);
    expect(compared).toEqual([
      'web.service ended 2 times in 6 h: life 1 after 19 h at 4.0 GiB, life 2 after 6 h at 4.0 GiB (3.2 times as fast)',
    ]);
    expect(verdict).toMatchObject({ outcome: 'possible', confidence: 0.5 });
    expect(verdict.next).toHaveLength(1);
  });

  it('is told with the samples of its process', async () => {
    const minute = 60_000;
    const start = Date.parse('2026-11-30T00:00:00Z');
    const line = (i: number) =>
      JSON.stringify({
        time: start + i * minute,
        pid: 4242,
        rss: (300 + 12 * i) * 2 ** 20,
        heapUsed: 40 * 2 ** 20,
        heapTotal: 60 * 2 ** 20,
        external: (200 + 12 * i) * 2 ** 20,
      });
    const log = Array.from({ length: 300 }, (_, i) => line(i)).join('\n');
    const { verdict, lives } = await autopsyOf(log, killed('2026-11-30T05:00:01Z', 4242));
    expect(lives).toHaveLength(1);
    expect(verdict.sentence).toMatch(
      /^web\.service \(pid 4242\) was killed by the kernel at 4\.0 GiB .* with a flat heap, its external memory growing 7\d\d MiB\/h$/,
    );
    expect(verdict).toMatchObject({ outcome: 'growth', problem: 'external' });
  });

  it('of a real kill in a control group', async () => {
    const { lives, verdict } = await autopsyOf(fixture('cgroup-oom.dmesg.txt'));
    expect(lives).toHaveLength(1);
    expect(verdict.sentence).toBe(
      'node (pid 10001) was killed by the kernel at 182 MiB (limit of its control group: 150 MiB) without a record of its memory',
    );
  });
});

describe('what a log cannot tell', () => {
  it('a kill from outside has no memory in it', async () => {
    const { verdict, unknown } = await autopsyOf(
      'Nov 30 11:17:01 box systemd[1]: api.service: Main process exited, code=killed, status=9/KILL\n',
    );
    expect(verdict).toMatchObject({
      outcome: 'inconclusive',
      sentence: 'api.service was killed from outside (SIGKILL) without a record of its memory',
    });
    expect(unknown).toContain('who sent the signal, and why');
  });

  it('a log that stops is no death, and its growth is told', async () => {
    const { verdict, lives } = await autopsyOf(fixture('node22.out.txt'));
    expect(lives).toEqual([]);
    expect(verdict.sentence).toMatch(/^no death is recorded here: /);
  });
});
