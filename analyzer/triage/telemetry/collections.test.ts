import { describe, expect, it } from 'vitest';
import {
  grows,
  iso,
  itReads,
  length,
  type Moment,
  minute,
  type Shape,
  stays,
  textOf,
  triaged,
} from '../../../testing/drawn-telemetry.ts';

describe("the output of Node's --trace-gc", () => {
  const by = 'the JavaScript heap';
  /** The age of an isolate in milliseconds, and a collection a minute. */
  const collection = (write: (ms: number, used: string, total: string) => string): Shape => {
    return ({ i, heap }) => write(i * minute + 812, heap.toFixed(1), (heap + 22.5).toFixed(1));
  };
  const only3 = (moments: readonly Moment[]) => moments.filter(({ i }) => i % 3 === 0);

  const shapes: ReadonlyArray<readonly [string, Shape]> = [
    [
      '26',
      collection(
        (ms, used, total) =>
          `[77:0x1a816000] ${String(ms).padStart(8)} ms: Incremental Mark-Compact 612.0 (640.1) -> ${used} (${total}) MB, pooled: 0.0 MB, 5.59 / 0.00 ms (+ 0.0 ms in 1 steps since start of marking) (average mu = 0.947, current mu = 0.9`,
      ),
    ],
    [
      '20',
      collection(
        (ms, used, total) =>
          `[77:0x5e1f2a0] ${String(ms).padStart(8)} ms: Mark-Compact (reduce) 612.0 (640.1) -> ${used} (${total}) MB, 5.59 / 0.00 ms  (average mu = 0.8, current mu = 0.7) external memory pressure; GC in old space requested`,
      ),
    ],
    [
      '10 on Windows',
      collection(
        (ms, used, total) =>
          `[7824:000001C3A99505C0] ${String(ms).padStart(8)} ms: Mark-sweep 612.0 (640.1) -> ${used} (${total}) MB, 105.5 / 0.0 ms [GC in old space requested].`,
      ),
    ],
    [
      '6',
      collection(
        (ms, used, total) =>
          ` ${String(ms).padStart(8)} ms: Mark-sweep 612.0 (640.1) -> ${used} (${total}) MB, 2270.0 / 0 ms (+ 4.0 ms in 4 steps since start of marking, biggest step 1.8 ms) [last resort gc].`,
      ),
    ],
  ];
  for (const [version, shape] of shapes) itReads(`of version ${version}`, shape, { by });

  it('among the lines of a program, in compose, with a worker thread beside', async () => {
    const worker: Shape = ({ i }) =>
      `[77:0x7f52980] ${i * minute + 99} ms: Mark-Compact 40.0 (50.1) -> 22.0 (41.0) MB, 1.2 / 0.0 ms task; `;
    const lines = grows.flatMap((moment) => [
      `api-1  | GET / ${moment.i} ms`,
      `api-1  | ${shapes[0][1](moment)}`,
      `api-1  | ${worker(moment)}`,
    ]);
    const { processes } = await triaged(lines.join('\n'));
    expect(processes?.map(({ pid, verdict }) => [pid, verdict.outcome])).toEqual([
      ['77', 'growth'],
      ['77 isolate 7f52980', 'none'],
    ]);
  });

  it('makes scavenges alone that rise no more than possible growth, and proves that nothing grows where they do not', async () => {
    const scavenge = collection(
      (ms, used, total) =>
        `[77:0x5e1f2a0] ${ms} ms: Scavenge 612.0 (640.1) -> ${used} (${total}) MB, 1.1 / 0.0 ms  (average mu = 0.9, current mu = 0.9) allocation failure; `,
    );
    expect((await triaged(textOf(scavenge, grows))).verdict.outcome).toBe('possible');
    expect((await triaged(textOf(scavenge, stays))).verdict.outcome).toBe('none');
    const minor = collection(
      (ms, used, total) =>
        `[77:0x5e1f2a0] ${ms} ms: Minor Mark-Compact 612.0 (640.1) -> ${used} (${total}) MB, 1.1 / 0.0 ms allocation failure`,
    );
    expect((await triaged(textOf(minor, grows))).verdict.outcome).toBe('possible');
  });

  it('goes on over a restart, which is another life', async () => {
    const first = textOf(shapes[1][1], only3(grows));
    const { processes } = await triaged(
      first + first.replaceAll('0x5e1f2a0', '0x6aaaaa0').replaceAll('[77:', '[78:'),
    );
    expect(processes?.map(({ pid }) => pid).toSorted()).toEqual(['77', '78']);
  });
});

describe('a heap that rises and was not seen to be collected', () => {
  const rising = (perMinute: number, moments = length) =>
    textOf(
      ({ at, i }) =>
        `${iso(at)} heapUsed=${(60 + perMinute * i).toFixed(2)}MB rss=${(120 + perMinute * i).toFixed(2)}MB`,
      grows.slice(0, moments),
    );

  it('is possible growth where it gained more than the young generation takes', async () => {
    const { verdict } = await triaged(rising(1));
    expect(verdict).toMatchObject({ outcome: 'possible', problem: 'retained-objects', confidence: 0.4 });
    expect(verdict.sentence).toMatch(
      /^the JavaScript heap rises 60.* MiB\/h, and no garbage collection was seen/,
    );
  });

  it('is undecided where it gained less, or in less than half an hour', async () => {
    expect((await triaged(rising(0.3))).verdict.outcome).toBe('inconclusive');
    expect((await triaged(rising(4, 25))).verdict.outcome).toBe('inconclusive');
  });
});
