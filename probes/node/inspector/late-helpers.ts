import { setTimeout as sleep } from 'node:timers/promises';
import type { Millis } from '../../../format/units.ts';
import { host } from '../../host/this-host.ts';
import { processIds } from '../../target/target-process.ts';

/** Ends a helper that has taken over; one that stands by takes no notice. Only the same user may send it. */
export const dismissal: NodeJS.Signals = 'SIGUSR2';
export const helperProgram = 'close-late-inspector';

const patience: Millis = 500;
const lookEvery: Millis = 5;

/** A process that an attach before has left to close the inspector of a process. */
export interface LateHelper {
  readonly pid: number;
  /** The listening sockets that the process had before it was signalled for the first time. */
  readonly before: ReadonlySet<string>;
}

export function lateHelpersOf(target: number): readonly LateHelper[] {
  return processIds().flatMap((pid) => {
    const [, program = '', of, before = ''] = host.processes.wordsOf(pid) ?? [];
    const isHelper = program.endsWith(`/${helperProgram}.js`) && Number(of) === target;
    return isHelper ? [{ pid, before: new Set(before.split(',')) }] : [];
  });
}

/** Ends those that would close an inspector that is needed again. */
export async function dismissHelpers(helpers: readonly LateHelper[]): Promise<void> {
  for (const { pid } of helpers) {
    try {
      process.kill(pid, dismissal);
    } catch {
      // It has ended, or it is another user's.
    }
  }
  const deadline = Date.now() + patience;
  const isThere = ({ pid }: LateHelper) => host.processes.isRunning(pid);
  while (helpers.some(isThere) && Date.now() < deadline) await sleep(lookEvery);
}
