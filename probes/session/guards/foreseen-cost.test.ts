import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeProcess, type TargetProcess } from '../../target/target-process.ts';
import { foreseenCost } from './foreseen-cost.ts';

const mebi = 1 << 20;
let child: ChildProcess;
let target: TargetProcess;
let used: number;

beforeAll(async () => {
  // Buffers and code are resident too, and no objects of the heap.
  const program = `globalThis.kept = Buffer.alloc(80 << 20, 1);
    process.send(process.memoryUsage().heapUsed); setInterval(() => {}, 1_000);`;
  child = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  [used] = await once(child, 'message');
  target = describeProcess(child.pid!)!;
});
afterAll(() => child.kill());

it('takes for objects what lies in the heap, and not all that is resident', async () => {
  const { heap, cost } = await foreseenCost(target);
  expect(heap).toBeGreaterThan(used);
  expect(heap).toBeLessThan(used + 8 * mebi);
  expect(target.rss).toBeGreaterThan(120 * mebi);
  expect(cost.memory).toBeLessThan(200 * mebi);
  const withValues = await foreseenCost(target, true);
  expect(withValues.cost.pause).toBeCloseTo(1.75 * cost.pause, -2);
});

it('takes all but the runtime for objects if nobody may look', async () => {
  const hidden = { pid: 2 ** 22 + 1, runtime: 'node', rss: 140 * mebi } as const;
  expect((await foreseenCost(hidden)).heap).toBe(100 * mebi);
});
