import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Report } from '../../format/report.ts';
import { parseReport } from '../../format/report-text.ts';
import { judgeProcesses } from '../triage/judge-processes.ts';
import { readTelemetry } from '../triage/telemetry/read-telemetry.ts';
import { renderJson } from './json.ts';
import { buildTriageReport } from './triage-report.ts';
import { renderTriageText } from './triage-text.ts';

const mebi = 1024 * 1024;
const second = 1_000;
const minute = 60 * second;
const start = Date.parse('2026-06-28T09:00:00Z');

async function triaged(lines: readonly string[], limit?: number): Promise<Report> {
  async function* chunks() {
    yield `${lines.join('\n')}\n`;
  }
  const telemetry = await readTelemetry([{ name: 'log', chunks: chunks() }]);
  return buildTriageReport(judgeProcesses(telemetry.processes, limit), telemetry, start);
}

/** A small linear congruential generator, -1 to 1: the same drawing in every run. */
function noise(seed = 7): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return (state / 2 ** 31) * 2 - 1;
  };
}

/** `memory:periodic` lines every ten seconds with what a test draws, in MiB over the seconds that have passed. */
function periodic(seconds: number, draw: (t: number) => Record<string, number>): string[] {
  return Array.from({ length: seconds / 10 }, (_, i) => {
    const sizes = Object.entries(draw(i * 10)).map(([name, size]) => [name, Math.round(size * 256) * 4096]);
    return `memory:periodic ${JSON.stringify({ ts: start + i * 10 * second, ...Object.fromEntries(sizes) })}`;
  });
}

/** One line a minute, resident memory alone. */
function resident(sizes: readonly number[], more: (i: number) => string = () => ''): string[] {
  return [`time,rss_mb${more(-1)}`, ...sizes.map((size, i) => `${start + i * minute},${size}${more(i)}`)];
}

const tooth = (t: number, period: number, height: number) => ((t % period) / period) * height;
const minutes = (count: number, draw: (i: number) => number) =>
  Array.from({ length: count }, (_, i) => draw(i));

describe('the verdict on logs that people already have', () => {
  it('is growth of the heap where its floor rises under the teeth', async () => {
    const { verdict, memory } = await triaged(
      periodic(7_200, (t) => {
        const heapUsed = 40 + t * 0.005 + tooth(t, 230, 30);
        return { rss: 90 + heapUsed, heapUsed, heapTotal: heapUsed + 20, external: 2 };
      }),
      1024 * mebi,
    );
    expect(verdict).toMatchObject({ outcome: 'growth', problem: 'retained-objects' });
    expect(verdict.sentence).toBe('the JavaScript heap grows 18.0 MiB/h');
    expect(memory?.timeLeft).toEqual([
      { limit: 'given limit', room: expect.any(Number), left: expect.any(Number) },
    ]);
  });

  it('is none for a working set that comes back, however fast its teeth rise', async () => {
    const { verdict } = await triaged(
      periodic(7_200, (t) => ({ rss: 200, heapUsed: 40 + tooth(t, 230, 60), heapTotal: 120, external: 2 })),
    );
    expect(verdict).toMatchObject({ outcome: 'none', problem: 'working-set' });
  });

  it('is native growth where resident memory rises and the runtime accounts for none of it', async () => {
    const { verdict } = await triaged(
      periodic(7_200, (t) => ({
        rss: 200 + t * 0.02,
        heapUsed: 40 + tooth(t, 230, 6),
        heapTotal: 60,
        external: 2,
      })),
    );
    expect(verdict).toMatchObject({ outcome: 'growth', problem: 'native' });
    expect(verdict.sentence).toMatch(
      /^native memory grows 7\d\.\d MiB\/h while the JavaScript heap is flat$/,
    );
  });

  it('is growth of external memory where ArrayBuffers pile up', async () => {
    const { verdict } = await triaged(
      periodic(3_600, (t) => {
        const arrayBuffers = 20 + t;
        return {
          rss: 150 + t,
          heapUsed: 40 + tooth(t, 230, 6),
          heapTotal: 60,
          external: arrayBuffers + 2,
          arrayBuffers,
        };
      }),
    );
    expect(verdict).toMatchObject({ outcome: 'growth', problem: 'external' });
  });

  it('takes a size over an uptime for no rate', async () => {
    const { verdict } = await triaged([
      'Elapsed: 44576556ms | RSS: 2.58GB | Commit: 13.81GB | Faults: 27235766',
    ]);
    expect(verdict.outcome).toBe('inconclusive');
    expect(verdict.sentence).toBe('one sample shows how much memory is in use, not that it grows');
  });

  it('does not call turns that come and go a leak of gigabytes an hour', async () => {
    const random = noise();
    const turns = (i: number) =>
      Math.sin(i / 17) + Math.sin(i / 5.3) > 0.6 ? 300 + 1_500 * Math.abs(random()) : 0;
    const { verdict } = await triaged(resident(minutes(600, (i) => 84 + turns(i) + random())));
    expect(verdict).toMatchObject({ outcome: 'none', problem: 'working-set' });
    expect(verdict.evidence[0]).toMatch(/^rss goes up by 1\.\d GiB and comes back: a working set$/);
  });

  it('says of resident memory alone that it grows, and what it cannot say', async () => {
    const random = noise();
    const report = await triaged(resident(minutes(300, (i) => 84 + i * 2 + 20 * random())));
    expect(report.verdict).toMatchObject({ outcome: 'growth', problem: 'unknown' });
    expect(report.coverage.notSeen[0]).toMatch(
      /resident memory alone does not separate it from external and native/,
    );
    expect(report.coverage.notSeen.join()).toContain('--limit 4g');
  });

  it('leaves it open where so much may be garbage', async () => {
    const { verdict } = await triaged(resident(minutes(120, (i) => 84 + i * 0.5)));
    expect(verdict.outcome).toBe('possible');
  });

  it('says of a short log how much more it takes', async () => {
    const { verdict } = await triaged(resident([84, 90]));
    expect(verdict.outcome).toBe('inconclusive');
    expect(verdict.sentence).toBe('1 min of samples is not enough: about 16 min more needed');
    expect((await triaged(resident(minutes(18, (i) => 84 + 40 * i)))).verdict.outcome).toBe('growth');
  });

  it('does not decide while a heap rises that was not collected', async () => {
    const { verdict } = await triaged(
      periodic(600, (t) => ({ rss: 100 + t, heapUsed: 40 + t, heapTotal: 60 + t, external: 2 })),
    );
    expect(verdict.outcome).toBe('inconclusive');
    expect(verdict.sentence).toMatch(/^9 min 50 s of samples is not enough: about \d+ min .*more needed$/);
    expect(verdict.evidence[0]).toMatch(/^the heap rises, but too few garbage collections were seen/);
  });

  it('bridges gaps', async () => {
    const lines = resident(minutes(600, (i) => 84 + i * 2));
    const gappy = lines.filter((_, i) => i < 100 || (i > 220 && i < 300) || i > 420);
    expect((await triaged(gappy)).verdict.sentence).toBe('resident memory grows 120 MiB/h');
  });

  it('sees children pile up in a table', async () => {
    const rows = minutes(60, (i) => i).map((i) => `${start + i * minute},300,${3 + i * 20}`);
    const { verdict } = await triaged(['time,rss_mb,children', ...rows]);
    expect(verdict).toMatchObject({ outcome: 'growth', problem: 'children' });
    expect(verdict.sentence).toBe('the number of child processes grows by 1,200/h');
  });
});

describe('a log over restarts', () => {
  const sizes = minutes(600, (i) => 84 + (i % 150) * 12);

  it('is judged by the life of each process, where its age tells them apart', async () => {
    const report = await triaged(resident(sizes, (i) => (i < 0 ? ',uptime' : `,${(i % 150) * 60 + 3}`)));
    expect(report.verdict.outcome).toBe('growth');
    expect(report.verdict.sentence).toBe('the process after restart 3: resident memory grows 720 MiB/h');
    expect(report.processes?.map(({ life }) => life).toSorted()).toEqual([1, 2, 3, 4]);
    expect(report.verdict.evidence.at(-1)).toBe('of 4 runs between restarts, 4 grow');
  });

  it('is left open where restarts cannot be told from work that ended', async () => {
    const { verdict } = await triaged(resident(sizes));
    expect(verdict.outcome).toBe('possible');
    expect(verdict.sentence).toBe('resident memory grows 720 MiB/h or more, 4 times from its starting level');
  });
});

describe('several processes in one log', () => {
  const lines = [
    'time,pid,rss_mb',
    ...minutes(120, (i) => i).flatMap((i) => [
      `${start + i * minute},4711,${200 + i * 5}`,
      `${start + i * minute},4712,${300 + (i % 7)}`,
    ]),
  ];

  it('are judged each, and the one that grows is named', async () => {
    const report = await triaged(lines);
    expect(report.verdict.sentence).toBe('pid 4711: resident memory grows 300 MiB/h');
    expect(report.processes?.map(({ pid, verdict }) => [pid, verdict.outcome])).toEqual([
      ['4711', 'growth'],
      ['4712', 'none'],
    ]);
    expect(parseReport(renderJson(report), 'report')).toEqual(report);
  });

  it('come to the same verdict in any order of the lines', async () => {
    const [header, ...rows] = lines;
    const { verdict } = await triaged(lines);
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray(rows, { minLength: rows.length }), async (shuffled) => {
        expect((await triaged([header, ...shuffled])).verdict).toEqual(verdict);
      }),
      { numRuns: 20 },
    );
  });

  it('are shown as text', async () => {
    expect(renderTriageText(await triaged(lines))).toBe(`\
growth: pid 4711: resident memory grows 300 MiB/h (90 % confidence)
  = because:  resident memory without its peaks: 200 MiB to 750 MiB
              of 2 processes, 1 grows, 1 does not grow
  = next:     log process.memoryUsage() and process.uptime() as JSON: heapUsed, heapTotal and external show the kind of growth
              see who holds it: heaptrail attach PID

          first      last   per hour
  rss   200 MiB   750 MiB   +300 MiB

pid 4711: growth: resident memory grows 300 MiB/h (90 % confidence)
pid 4712: no growth in 1 h 59 min (rss 300 MiB)

looked at: 120 samples over 1 h 59 min, no captures
not seen: the JavaScript heap: resident memory alone does not separate it from external and native memory
not seen: the time left: memory approaches no known limit (--limit 4g sets one)
not seen: who holds the memory: this needs captures (heaptrail attach PID)
`);
  });
});
