import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drawHeap } from '../../testing/heap-builder.ts';
import { ScratchFolder } from '../../testing/scratch-folder.ts';
import { openSource } from '../recording/open-source.ts';
import { listClassChanges } from './list-class-changes.ts';
import { listDominators } from './list-dominators.ts';
import { listObjects } from './list-objects.ts';
import { listPathChanges, listPaths } from './list-paths.ts';
import { listStrings } from './list-strings.ts';
import { type Comparison, openComparison } from './open-comparison.ts';
import { openInventory } from './open-inventory.ts';

/** Three captures: sessions pile up in a Map, jobs are replaced by as many, a cache goes away, a log appears. */

let room: ScratchFolder;
let files: string[];
let comparison: Comparison;

beforeAll(() => {
  room = new ScratchFolder();
  files = drawHeap((h) => {
    const sessions = h.map();
    const queue = h.object('Queue');
    h.root.property('sessions', sessions).property('queue', queue);
    h.root.property('cache', h.object('Cache', { size: 4_000 }));
    for (let capture = 0; capture < 3; capture++) {
      for (let i = 0; i < 10; i++)
        sessions.set(h.string(`${capture} ${i}`, { size: 32 }), h.object('Session', { size: 100 }));
      for (let i = 0; i < 5; i++) queue.element(i, h.object('Job', { size: 50 }));
      if (capture === 2) {
        h.root.remove('cache');
        h.root.property('log', h.string('a line', { size: 900 }));
      }
      h.capture();
    }
  }).writeTo(room.path);
  comparison = openComparison(openSource(files), 1);
});

afterAll(() => {
  comparison.close();
  room.remove();
});

const session = { before: 10, after: 30, fresh: 20, gone: 0, bytesBefore: 1_000, bytesAfter: 3_000 };
const job = { before: 5, after: 5, fresh: 5, gone: 5, bytesBefore: 250, bytesAfter: 250 };
const cache = { before: 1, after: 0, fresh: 0, gone: 1, bytesBefore: 4_000, bytesAfter: 0 };

describe('between two captures', () => {
  it('classes are new, gone, grown and replaced', () => {
    const { rows, what } = listClassChanges(comparison);
    expect(what).toBe('classes that changed since 1.heapsnapshot');
    const byName = new Map(rows.map((row) => [row.name, row]));
    expect(byName.get('Session')).toMatchObject(session);
    expect(byName.get('Job')).toMatchObject(job);
    expect(byName.get('Cache')).toMatchObject({ ...cache, retained: 0 });
    expect(byName.has('Queue')).toBe(false);
    const growths = rows.map(({ bytesBefore, bytesAfter }) => bytesAfter - bytesBefore);
    expect(growths).toEqual(growths.toSorted((a, b) => b - a));
  });

  it('paths tell under which names', () => {
    const byPath = new Map(listPathChanges(comparison).rows.map((row) => [row.expression, row]));
    expect(byPath.get('queue[]')).toMatchObject(job);
    expect(byPath.get('cache')).toMatchObject(cache);
    expect(byPath.get('log')).toMatchObject({ before: 0, after: 1, className: 'string' });
    const sessions = listPathChanges(comparison).rows.find(({ className }) => className === 'Session');
    expect(sessions).toMatchObject({ ...session, expression: 'sessions[key]', retained: 3_000 });
  });
});

it('paths of one capture count each byte once', () => {
  const { later } = comparison;
  const rows = listPaths(later).rows;
  expect(rows.reduce((sum, row) => sum + row.bytes, 0)).toBe(later.retained[0]);
});

describe('questions about what was born after a capture', () => {
  it('leave out what was there before', () => {
    const since = openInventory(openSource(files), { since: 2 });
    try {
      expect(listObjects(since, 'Session').rows).toHaveLength(10);
      expect(listStrings(since, 'largest').rows[0].bytes).toBe(900);
      expect(listStrings(since, 'largest').rows).toHaveLength(11);
    } finally {
      since.close();
    }
  });

  it('are a column of dominators', () => {
    const { rows } = listDominators(comparison.later, 3, 2);
    expect(rows.find(({ edge }) => edge === 'sessions')!.fresh).toBeGreaterThanOrEqual(1_000);
    expect(rows.find(({ className }) => className === 'Session')).toMatchObject({
      fresh: 1_000,
      retained: 3_000,
    });
  });
});

it.each([
  ['a capture that is not earlier', 3, 'capture 3 is not earlier than 3.heapsnapshot'],
  ['a capture that is not there', 9, 'capture 9 is not earlier than 3.heapsnapshot'],
])('%s is refused', (_, since, fact) => {
  expect(() => openComparison(openSource(files), since)).toThrow(fact);
});

it('a single snapshot has nothing to be compared with', () => {
  expect(() => openComparison(openSource(files.slice(0, 1)), 1)).toThrow('there is no earlier one');
});

describe('captures of a process that was restarted', () => {
  let restarted: Comparison;
  beforeAll(() => {
    // Ids begin anew, and the first process had given more of them.
    const lives = [
      { sessions: 40, early: 900, extra: 'Cache' },
      { sessions: 70, early: 0, extra: 'Log' },
    ];
    const taken = lives.map(({ sessions, early, extra }, life) => {
      const folder = join(room.path, `life-${life}`);
      mkdirSync(folder);
      const [file] = drawHeap((h) => {
        for (let i = 0; i < early; i++) h.root.property(`early${i}`, h.object(`Early${i}`));
        const map = h.map();
        h.root.property('sessions', map).property('extra', h.object(extra, { size: 100 }));
        for (let i = 0; i < sessions; i++) map.set(i, h.object('Session', { size: 100 }));
      }).writeTo(folder);
      return { file: file!, label: `capture ${life + 1}`, at: 1_700_000_000_000 + life * 60_000 };
    });
    restarted = openComparison({ captures: taken, samples: [], limits: [] }, 1);
  });
  afterAll(() => restarted.close());

  it('are compared by class, in the order of their times', () => {
    const { rows, notes } = listClassChanges(restarted);
    const byName = new Map(rows.map((row) => [row.name, row]));
    expect(byName.get('Session')).toMatchObject({ before: 40, after: 70, fresh: 30, gone: 0 });
    expect(byName.get('Cache')).toMatchObject({ before: 1, after: 0, fresh: 0, gone: 1 });
    expect(byName.get('Log')).toMatchObject({ before: 0, after: 1, fresh: 1, gone: 0 });
    expect(notes!.join()).toContain('do not match');
  });

  it('are compared by path', () => {
    const { rows, notes } = listPathChanges(restarted);
    const sessions = rows.find(({ className }) => className === 'Session');
    expect(sessions).toMatchObject({
      expression: 'sessions[key]',
      before: 40,
      after: 70,
      fresh: 30,
      gone: 0,
    });
    expect(notes!.join()).toContain('do not match');
  });
});
