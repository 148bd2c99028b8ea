import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Heap, openHeap } from '../analyzer/library/heap.ts';
import { ScratchFolder } from '../testing/scratch-folder.ts';
import { takeValuesSnapshots } from '../testing/values-snapshots.ts';
import { project } from './project-files.ts';

/** Each query of docs/queries.md, asked about a real heap. */

const text = readFileSync(path.join(project, 'docs/queries.md'), 'utf8');
const commands = [...text.matchAll(/^heaptrail query agent\.heaptrail '(?<query>.*)'(?<rest>.*)$/gm)].map(
  ({ groups }) => groups as { readonly query: string; readonly rest: string },
);

const scratch = new ScratchFolder();
let heap: Heap;
let withStrings: Heap;
beforeAll(async () => {
  const files = takeValuesSnapshots(scratch.path);
  heap = await openHeap(files);
  withStrings = await openHeap(files, { includeStrings: true });
});
afterAll(() => {
  heap.close();
  withStrings.close();
  scratch.remove();
});

/** What the answers have to hold, in the order of the page. */
const expected: readonly Readonly<Record<string, unknown>>[] = [
  { className: 'Session' },
  { className: 'Session' },
  { 'user.plan': 'free' },
  { messages: 29, path: 'sessions[key]' },
  { className: 'Map', length: 30 },
  { className: 'Session' },
  { objects: expect.any(Number), 'max(length)': expect.any(Number), holder: expect.any(String) },
  { package: expect.any(String) },
  { orphans: 6, all: 30, score: 14.75 },
  { className: 'string', length: 20_000 },
  { className: 'Session', 'this.id': 7, score: 7.25, started: 1_600_000_000_007.5 },
];

it('has ten questions, and the one that it begins with', () => {
  expect(commands).toHaveLength(11);
});

describe.each(commands.map((command, at) => ({ ...command, row: expected[at] })))(
  'the query $query',
  ({ query, rest, row }) => {
    it('is answered', () => {
      const { rows } = (rest.includes('--include-strings') ? withStrings : heap).query(query);
      expect(rows).toContainEqual(expect.objectContaining(row));
    });
  },
);

it('counts what a Map shares with others once, and not as its own', () => {
  const [map] = heap.query('Map where path == "sessions" select shared').rows;
  const users = heap.query('User');
  expect(Number(map.shared)).toBeGreaterThanOrEqual(users.retained);
  expect(users.objects).toBe(24);
});
