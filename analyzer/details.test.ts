import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Suspect } from '../format/suspect.ts';
import { everyInterval, moduleScope } from '../testing/drawn-growth.ts';
import { exampleManifest } from '../testing/example-recording.ts';
import { drawHeap } from '../testing/heap-builder.ts';
import { analyze, analyzeOpened } from './analyze.ts';
import * as anatomy from './explain/anatomy/anatomy.ts';
import * as deadWeight from './explain/ended/dead-weight.ts';
import * as perEnd from './explain/ended/per-end.ts';
import * as history from './explain/history.ts';
import { inspectors } from './explain/inspectors/index.ts';
import * as oneGrowth from './explain/one-growth/join-growths.ts';
import * as ties from './explain/one-growth/ties.ts';
import * as programLead from './explain/program-lead.ts';
import type { Witness } from './explain/witness.ts';
import * as oneOfMany from './growth/one-of-many.ts';
import * as programFunction from './paths/program-function.ts';
import * as propertyNames from './paths/property-names.ts';
import { openRecording } from './recording/open-recording.ts';
import * as threadWords from './report/thread-words.ts';
import { WrittenCode } from './sources/written-code.ts';

/** What only adds detail to a verdict fails alone. */

const startedAt = 1_700_000_000_000;
let recording: string;
beforeEach(() => {
  recording = join(mkdtempSync(join(tmpdir(), 'heaptrail-details-')), 'agent.heaptrail');
  mkdirSync(join(recording, 'captures'), { recursive: true });
  mkdirSync(join(recording, 'allocations'));
  drawHeap((h) => {
    const sessions = h.map();
    moduleScope(h).variable('sessions', sessions);
    everyInterval(h, (k) => {
      for (let i = 0; i < 20; i++) sessions.set(h.string(`${k}.${i}`), h.object('Session', { size: 400 }));
    });
  }).writeTo(join(recording, 'captures'));
  const captures = [1, 2, 3, 4].map((i) => ({
    file: `captures/${i}.heapsnapshot`,
    at: startedAt + i * 60_000,
  }));
  const allocations = captures.map(({ at }, i) => ({
    index: i + 1,
    file: `allocations/00${i + 1}.heapprofile`,
    at,
    interval: 4096,
    series: 1,
    capture: i + 1,
  }));
  writeFileSync(
    join(recording, 'recording.json'),
    JSON.stringify({ ...(exampleManifest(startedAt, captures) as object), allocations }),
  );
});
afterEach(() => rmSync(join(recording, '..'), { recursive: true, force: true }));

const writeProfiles = (profile: unknown) => {
  for (let i = 1; i <= 4; i++)
    writeFileSync(join(recording, `allocations/00${i}.heapprofile`), JSON.stringify(profile));
};
const call = (id: number, children: unknown[]) => ({
  id,
  callFrame: {
    functionName: `f${id}`,
    scriptId: '1',
    url: 'file:///app/a.mjs',
    lineNumber: 1,
    columnNumber: 1,
  },
  children,
});
const proven = { outcome: 'growth', problem: 'retained-objects' };

describe('the verdict stands, and the report tells the fault', () => {
  it('if a profile is no profile', async () => {
    writeProfiles({ head: 'gone', samples: [] });
    const { verdict, suspects, coverage } = await analyze([recording]);
    expect(verdict).toMatchObject(proven);
    expect(suspects).toHaveLength(1);
    expect(coverage.limits.join('\n')).toContain('001.heapprofile is missing or torn, not used');
  });

  it('if samples name calls that the profile does not have', async () => {
    writeProfiles({ head: call(1, [call(2, [])]), samples: [{ size: 100, nodeId: 99, ordinal: 1 }] });
    expect((await analyze([recording])).verdict).toMatchObject(proven);
  });

  it('if allocations cannot be joined', async () => {
    writeProfiles({ head: call(1, [call(2, [])]), samples: [{ size: 100, nodeId: 2, ordinal: 1 }] });
    const opened = openRecording(recording);
    const broken = {
      ...opened.profiles![0],
      profile: { ...opened.profiles![0].profile, samples: undefined! },
    };
    const { verdict, coverage } = await analyzeOpened({ ...opened, profiles: [broken] });
    expect(verdict).toMatchObject(proven);
    expect(coverage.limits.join('\n')).toMatch(
      /^allocation sites are missing because of a fault in heaptrail/m,
    );
  });

  it('if what looks at the objects fails', async () => {
    const witness: Witness = {
      needs: 'every heap',
      heap: () => {
        throw new RangeError('Maximum call stack size exceeded');
      },
      suspects: () => {
        throw new TypeError('not a node');
      },
    };
    const { verdict, coverage } = await analyzeOpened(openRecording(recording), { witness });
    expect(verdict).toMatchObject(proven);
    expect(coverage.limits).toContainEqual(
      expect.stringMatching(
        /^objects of the captures are missing because of a fault in heaptrail \(not a node\)/,
      ),
    );
  });
});

/** Breaks one part, as a fault of ours would. */
const broken = (): never => {
  throw new RangeError('Maximum call stack size exceeded');
};

describe('of each detail that fails, the rest is reported as without a fault', () => {
  afterEach(() => vi.restoreAllMocks());

  it.each<[string, string, () => void]>([
    [
      'one inspector',
      'kinds of leaks are',
      () => void vi.spyOn(inspectors[0], 'inspect').mockImplementation(broken),
    ],
    [
      'a lead',
      'functions of the program in titles are',
      () => void vi.spyOn(programLead, 'programLead').mockImplementation(broken),
    ],
    [
      'the function of each entry',
      'functions of the program in titles are',
      () => void vi.spyOn(programLead, 'eachFunction').mockImplementation(broken),
    ],
    [
      'who waits',
      'functions of the program in titles are',
      () => void vi.spyOn(programLead, 'waitingFunction').mockImplementation(broken),
    ],
    [
      'the history',
      'growth before the first capture is',
      () => void vi.spyOn(history, 'historySignal').mockImplementation(broken),
    ],
    [
      'dead weight',
      'what has ended among growing entries is',
      () => void vi.spyOn(deadWeight, 'deadWeightSignal').mockImplementation(broken),
    ],
    [
      'sessions that a person counted',
      'growth per ended session is',
      () => void vi.spyOn(perEnd, 'perEndSignal').mockImplementation(broken),
    ],
    [
      'ends',
      'ends of other sessions are',
      () => void vi.spyOn(oneOfMany, 'othersOfMany').mockImplementation(broken),
    ],
    [
      'names of neighbors',
      'names beside growing containers are',
      () => void vi.spyOn(propertyNames, 'propertyNames').mockImplementation(broken),
    ],
    [
      'ties',
      'ties between growing places are',
      () => void vi.spyOn(ties, 'tiesBetween').mockImplementation(broken),
    ],
    [
      'the joining of places',
      'ties between growing places are',
      () => void vi.spyOn(oneGrowth, 'joinGrowths').mockImplementation(broken),
    ],
    [
      'the anatomy',
      'the insides of growing entries are',
      () => void vi.spyOn(anatomy, 'anatomyOf').mockImplementation(broken),
    ],
    [
      'threads',
      'kinds of worker threads are',
      () => void vi.spyOn(threadWords, 'withThreads').mockImplementation(broken),
    ],
    [
      'the way to the program',
      'ways from entries to the program are',
      () => {
        vi.spyOn(programFunction, 'isHeldByRuntime').mockReturnValue(true);
        vi.spyOn(programFunction, 'wayToProgram').mockImplementation(broken);
      },
    ],
    [
      'source maps',
      'source locations are',
      () => {
        vi.spyOn(WrittenCode.prototype, 'isMapped').mockImplementation(broken);
        vi.spyOn(WrittenCode.prototype, 'moduleVariable').mockImplementation(broken);
      },
    ],
  ])('%s', async (_, what, breakIt) => {
    const whole = await analyze([recording]);
    expect(whole.coverage.limits.join('\n')).not.toContain('a fault in heaptrail');
    breakIt();
    const { verdict, suspects, coverage } = await analyze([recording]);
    expect(verdict).toMatchObject(proven);
    expect(suspects.map(asFound)).toEqual(whole.suspects.map(asFound));
    expect(coverage.limits.filter((limit) => !whole.coverage.limits.includes(limit))).toEqual([
      `${what} missing because of a fault in heaptrail (Maximum call stack size exceeded): please report it`,
    ]);
  });

  it('all inspectors', async () => {
    for (const inspector of inspectors) vi.spyOn(inspector, 'inspect').mockImplementation(broken);
    const { verdict, suspects, coverage } = await analyze([recording]);
    expect(verdict).toMatchObject(proven);
    expect(suspects.map(({ title }) => title)).toEqual([
      '`Map` gains 20 objects per interval and never loses any',
    ]);
    expect(coverage.limits.filter((limit) => limit.includes('a fault in heaptrail'))).toEqual([
      expect.stringMatching(/^kinds of leaks are missing/),
    ]);
  });
});

const asFound = ({ fingerprint, kind, title, confirmed, path, growth, survivors }: Suspect) => ({
  fingerprint,
  kind,
  title,
  confirmed,
  path,
  growth,
  survivors,
});
