import { readFileSync } from 'node:fs';
import process from 'node:process';
import { expect, it } from 'vitest';
import { maskedArguments } from '../../format/masked-arguments.ts';
import { inconclusiveReport } from '../../testing/example-reports.ts';
import { withLivingTarget } from './living-target.ts';

const own = maskedArguments(readFileSync('/proc/self/cmdline', 'utf8').split('\0').slice(0, -1)).join(' ');
const reportOf = (pid: number, command: string) => ({
  ...inconclusiveReport,
  verdict: {
    ...inconclusiveReport.verdict,
    next: ['growth needs three captures: heaptrail attach PID --for 5m'],
  },
  target: { pid, command, runtime: 'node', version: '20' },
});

it.each([
  ['the process still runs', process.pid, own, `heaptrail attach ${process.pid} --for 5m`],
  ['its id belongs to another one now', process.pid, 'node other.mjs', 'heaptrail attach PID --for 5m'],
  ['it has ended', 2 ** 22 + 1, own, 'heaptrail attach PID --for 5m'],
])('the next step names the process if %s', (_, pid, command, next) => {
  expect(withLivingTarget(reportOf(pid, command)).verdict.next).toEqual([
    `growth needs three captures: ${next}`,
  ]);
});

it('a report of loose snapshots stays as it is', () => {
  expect(withLivingTarget(inconclusiveReport)).toBe(inconclusiveReport);
});
