import { expect, it } from 'vitest';
import type { TargetProcess } from '../target/target-process.ts';
import { runsTheProgram } from './inspector-environment.ts';

function a(runtime: 'node' | 'bun', age: number): TargetProcess {
  const startedAt = Date.now() - age;
  return { pid: 2 ** 30, runtime, rss: 0, command: [runtime], user: 'me', startedAt };
}

it('waits for a Bun that may open its inspector yet before it takes a Node below it', () => {
  expect(runsTheProgram(a('node', 50), [a('bun', 200)])).toBe(false);
  expect(runsTheProgram(a('node', 50), [a('bun', 10_000)])).toBe(true);
  expect(runsTheProgram(a('node', 50), [a('node', 200)])).toBe(true);
});

it('does not take a Bun that does not listen, as those that only run scripts', () => {
  expect(runsTheProgram(a('bun', 10_000), [])).toBe(false);
});
