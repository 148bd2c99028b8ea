import { expect, it } from 'vitest';
import type { Report } from '../../format/report.ts';
import type { Suspect } from '../../format/suspect.ts';
import { renderExplanation } from './explain-text.ts';

const mebi = 1024 * 1024;

const queue: Suspect = {
  fingerprint: '0badcafe',
  kind: 'queue',
  title: 'queue of AsyncQueue gains 200 items per interval and never loses any',
  confidence: 0.9,
  confirmed: true,
  path: [
    { edge: '', name: 'bus.mjs', kind: 'module' },
    { edge: '.subscriptions', name: 'Map', kind: 'collection' },
    { edge: '[]', name: 'push', kind: 'closure', location: 'event.mjs:14' },
    { edge: 'closure variable q', name: 'AsyncQueue', kind: 'object' },
    { edge: '.queue', name: 'Array', kind: 'collection' },
    { edge: '[]', name: '(string)', kind: 'entry', growing: true },
  ],
  holders: [
    { name: 'Array', expression: 'subscriptions[].q.queue', path: [], share: 1 },
    { name: 'Timeout', expression: 'setInterval callback.q.queue', path: [], share: 0.5 },
  ],
  survivors: { counts: [0, 200, 200, 400], bytes: [0, mebi, mebi, 2 * mebi] },
  growth: { objectsPerInterval: 200, bytesPerInterval: mebi, objectsPerOperation: 20 },
  externalShare: 0,
  retainedSize: 4.2 * mebi,
  entryClass: 'string',
  entryCount: 800,
  evidence: ['survivors by birth 200/200/400', '20 per operation'],
  remedy: ['give the queue a capacity', 'close it when the reader goes'],
};

const report: Report = {
  schemaVersion: 1,
  tool: { name: 'heaptrail', version: '0.1.0' },
  createdAt: 0,
  verdict: {
    outcome: 'growth',
    problem: 'retained-objects',
    sentence: queue.title,
    confidence: 0.9,
    evidence: [],
    next: [],
  },
  suspects: [queue],
  intervals: [
    { from: 'capture 1', to: 'capture 2', duration: 60_000, operations: 10 },
    { from: 'capture 2', to: 'capture 3', duration: 60_000, operations: 10 },
    { from: 'capture 3', to: 'capture 4', duration: 120_000, operations: 20 },
  ],
  coverage: { captures: 4, method: 'survivors-by-birth', notSeen: [], limits: [] },
};

it('tells everything that is known about one suspect', () => {
  expect(renderExplanation(report, queue)).toBe(`\
leak[0badcafe]: queue of AsyncQueue gains 200 items per interval and never loses any
  --> event.mjs:14 (push)

path:
   │ bus.mjs
   │   ↓ subscriptions       Map
   │   ↓ []                  push, event.mjs:14
   │   ↓ closure variable q  AsyncQueue
   │   ↓ queue               Array, 800 items (400 new)
   │     ~~~~~
   ╰→ (string)               800 objects

holders:
   subscriptions[].q.queue  (Array, 100 % of the growing objects)
   setInterval callback.q.queue  (Timeout, 50 % of the growing objects)
   subscriptions[].q.queue keeps all of these objects and must release them, but that alone frees at most 50 %: the other holders must release their part as well

survivors by birth, in the last capture:
   before the first capture                      0
   capture 1 to capture 2, 1 min, 10 operations  ████████████████████ 200 (1.0 MiB)
   capture 2 to capture 3, 1 min, 10 operations  ████████████████████ 200 (1.0 MiB)
   capture 3 to capture 4, 2 min, 20 operations  ████████████████████████████████████████ 400 (2.0 MiB)

  = size:     4.2 MiB retained only by it, 4.0 MiB of it born between captures
  = rate:     1.0 MiB per interval, 20 new per operation
  = entry:    string, 800 alive
  = proof:    confirmed by the earlier captures, 90 % confidence
  = evidence: survivors by birth 200/200/400
              20 per operation
  = help:     give the queue a capacity
              close it when the reader goes
`);
});

it('draws bytes where one value is replaced and no members can be counted', () => {
  const growing = {
    ...queue,
    kind: 'string-buffer' as const,
    survivors: { counts: [0, 0, 0], bytes: [mebi, mebi, 2 * mebi] },
  };
  const bars = renderExplanation(report, growing).match(/█+/g) ?? [];
  expect(bars.map((bar) => bar.length)).toEqual([20, 20, 40]);
});
