import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { everyInterval, moduleScope } from '../testing/drawn-growth.ts';
import { exampleManifest } from '../testing/example-recording.ts';
import { drawHeap } from '../testing/heap-builder.ts';
import { analyze, analyzeOpened } from './analyze.ts';
import type { Witness } from './explain/witness.ts';
import { openRecording } from './recording/open-recording.ts';

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
