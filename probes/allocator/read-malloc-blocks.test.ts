import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, expect, it } from 'vitest';
import { readMappings } from '../mappings/read-mappings.ts';
import { readMallocBlocks } from './read-malloc-blocks.ts';

const mebi = 1024 * 1024;

/** Takes 60 blocks, then frees all but each sixth, and says so. */
const program = `
  process.stdin.on('data', (word) => {
    const kept = globalThis.blocks ?? [];
    if (String(word) === 'take') for (let k = 0; k < 60; k++) kept.push(Buffer.allocUnsafeSlow(100_000).fill(1));
    else kept.splice(0, 60, ...kept.filter((_, k) => k % 6 === 0));
    globalThis.blocks = kept;
    if (String(word) === 'free') gc();
    setTimeout(() => process.stdout.write('done'), 300);
  });
  process.stdout.write('ready');
`;
const child = spawn(process.execPath, ['--expose-gc', '-e', program], { stdio: ['pipe', 'pipe', 'inherit'] });
afterAll(() => child.kill());

const look = async () => {
  const blocks = await readMallocBlocks(child.pid!, (await readMappings(child.pid!, 'v8'))!);
  if (blocks === undefined || blocks === 'not-allowed') throw new Error('its memory cannot be read');
  return blocks;
};
const tell = async (word: string) => {
  child.stdin.write(word);
  await once(child.stdout, 'data');
};

it('tells what another process holds from what it has freed, and which pages of that are left', async () => {
  await once(child.stdout, 'data');
  const before = await look();
  await tell('take');
  const taken = await look();
  await tell('free');
  const freed = await look();
  expect((taken.inUse - before.inUse) / mebi).toBeCloseTo(5.8, 0);
  expect(taken.sizes['65536']!.blocks - (before.sizes['65536']?.blocks ?? 0)).toBeGreaterThanOrEqual(58);
  expect((freed.inUse - before.inUse) / mebi).toBeCloseTo(1, 0);
  expect((freed.trimmable - taken.trimmable) / mebi).toBeGreaterThan(3);
  expect([before.unread, taken.unread, freed.unread]).toEqual([0, 0, 0]);
});

it('says nothing of a process that is gone, of one in swap, and of one without glibc', async () => {
  const mappings = (await readMappings(process.pid, 'v8'))!;
  expect(await readMallocBlocks(2 ** 22 + 1, mappings)).toBeUndefined();
  expect(await readMallocBlocks(process.pid, mappings, 65 * mebi)).toBeUndefined();
  const without = mappings.filter(({ file = '' }) => !file.startsWith('libc'));
  expect(await readMallocBlocks(process.pid, without)).toBeUndefined();
});
