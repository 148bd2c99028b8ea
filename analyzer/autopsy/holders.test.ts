import { expect, it } from 'vitest';
import type { AllocationSite } from '../../format/allocations.ts';
import type { RingEntry } from '../../format/ring-entry.ts';
import { leakyReport } from '../../testing/example-reports.ts';
import { holderFor, holderInReport, holderInRing } from './holders.ts';

const frame = { function: 'remember', file: 'src/app.js', line: 4, column: 2 };
const site: AllocationSite = { frame, stacks: [], bytes: 9e6, bytesPerInterval: 3e6, samples: 120 };
const sites: RingEntry = { kind: 'sites', at: 2, profiles: 4, sites: [site] };
const look: RingEntry = {
  kind: 'look',
  at: 1,
  recording: 'look-1.heaptrail',
  sentence: 'the heap grows',
  confidence: 0.9,
  suspect: { title: 'sessions gains 9 entries per interval', expression: 'sessions', confidence: 0.8 },
};

it('a call that allocates is less sure than a holder', () => {
  expect(holderInRing([sites])).toMatchObject({
    name: 'remember in src/app.js:4:2',
    source: 'sites',
    confidence: 0.5,
  });
  expect(holderInRing([look, sites])).toMatchObject({
    name: 'sessions',
    source: 'captures',
    confidence: 0.8,
  });
  expect(holderInRing([])).toBeUndefined();
});

it('the largest holder of one snapshot is as sure as its share', () => {
  const heap = (share: number) =>
    holderInReport({
      ...leakyReport,
      suspects: [],
      heapSummaries: [
        {
          capture: '001',
          bytes: 100e6,
          objects: 1e6,
          holders: [
            { expression: 'kept', className: 'Map', retained: share * 100e6, share, objects: 1, entries: 9 },
          ],
          packages: [],
          hints: [],
          limits: [],
        },
      ],
    });
  expect(heap(0.89)).toMatchObject({ name: 'kept', confidence: 0.89 });
  expect(heap(0.95)).toMatchObject({ confidence: 0.9 });
});

it('only what was seen of a process names its holder, unless there is one process alone', () => {
  const holder = holderInRing([look])!;
  expect(holderFor('7', [{ pid: '7', holder }], 2)).toBe(holder);
  expect(holderFor('8', [{ pid: '7', holder }], 1)).toBeUndefined();
  expect(holderFor('8', [{ holder }], 1)).toBe(holder);
  expect(holderFor('8', [{ holder }], 2)).toBeUndefined();
});
