import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import type { RingEntry } from '../../format/ring-entry.ts';
import { parseRing } from '../../format/ring-text.ts';
import { ScratchFolder } from '../../testing/scratch-folder.ts';
import { EvidenceRing } from './evidence-ring.ts';

const scratch = new ScratchFolder();
afterAll(() => scratch.remove());

const sample = (at: number): RingEntry => ({ kind: 'sample', at, memory: { at, rss: 1e6 + at } });
const entriesIn = (folder: string) =>
  readdirSync(folder)
    .flatMap((name) => parseRing(readFileSync(path.join(folder, name), 'utf8')).entries)
    .toSorted((a, b) => a.at - b.at);

it('keeps the newest within its size, and what must not be lost with the oldest', async () => {
  const folder = path.join(scratch.path, 'ring-1-1');
  const ring = new EvidenceRing(
    async () => folder,
    8_000,
    () => [{ at: 1, rss: 7 }],
  );
  await ring.add({ kind: 'growth', at: 0, problem: 'native', sentence: 'it grows', confidence: 0.9 });
  for (let at = 10; at < 1_010; at += 1) await ring.add(sample(at));
  await ring.close();
  const size = readdirSync(folder).reduce((sum, name) => sum + statSync(path.join(folder, name)).size, 0);
  expect(size).toBeLessThan(8_500);
  const entries = entriesIn(folder);
  expect(entries.filter(({ kind }) => kind === 'growth').length).toBeGreaterThan(0);
  expect(entries.some(({ at }) => at === 1)).toBe(true);
  expect(entries.at(-1)?.at).toBe(1_009);
  expect(statSync(folder).mode & 0o777).toBe(0o700);
});

it('fails in silence if its place cannot be written', async () => {
  const ring = new EvidenceRing(
    async () => path.join(scratch.path, 'missing/ring'),
    8_000,
    () => [],
  );
  await ring.add(sample(1));
  await ring.close();
  expect(ring.folder).toBeUndefined();
});

it('is read by whole lines of kinds that are known', () => {
  const text = `${JSON.stringify(sample(1))}\n{"kind":"visits","at":2}\n${JSON.stringify(sample(3))}\n{"kind":"sam`;
  expect(parseRing(text)).toMatchObject({ entries: [{ at: 1 }, { at: 3 }], torn: 2 });
});
