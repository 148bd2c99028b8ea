import { bytes, counted, duration } from '../../../format/quantities.ts';
import { UserError } from '../../../format/user-error.ts';
import { foreseenCost } from '../../../probes/session/guards/foreseen-cost.ts';
import { describeProcess } from '../../../probes/target/target-process.ts';
import type { Recordee, RecordWishes } from './wishes.ts';

const askFirst = 'Ask the person before you record a process that serves others.';

/** What a recording would do to a process, told before anything touches it. */
export async function toldCost(wishes: Omit<RecordWishes, 'allow'>): Promise<string> {
  const { who } = wishes;
  return 'pid' in who ? await costOfProcess(who.pid, wishes) : costOfProgram(who.program, wishes);
}

async function costOfProcess(
  pid: number,
  { span, captures, longestPause, values }: Omit<RecordWishes, 'allow'>,
): Promise<string> {
  const target = describeProcess(pid);
  if (target === undefined)
    throw new UserError('no-such-process', `process ${pid} is gone or runs no Node or Bun`, 'call list');
  const { runtime, rss } = target;
  const { cost, heap } = await foreseenCost(target, values);
  const resident = rss === undefined ? '' : `${bytes(rss)} resident, of which `;
  return [
    `nothing was done yet. ${askFirst} To record process ${pid} (${runtime}, ${resident}at most ${bytes(heap)} are objects), call record again with one of:`,
    `allow: "memory"     opens its inspector (SIGUSR1 if it is closed) and reads memory figures for ${duration(span)}; no pause. Tells whether memory grows, not who holds it.`,
    `allow: "visits"     also stops it at a few functions, for milliseconds each time. Names containers that grow, with less proof.`,
    `allow: "snapshots"  also takes ${counted(captures, 'heap snapshot')} in about ${duration(span)}. Each pauses it for at most ${duration(cost.pause)} and takes at most ${bytes(cost.memory)} of memory and ${bytes(cost.disk)} of disk (more if the heap grows meanwhile or has arrays of more than 100,000 objects); the process keeps about that much memory for a while afterwards. Names the holder and proves growth.`,
    'Snapshots that the process or the machine could not bear are refused by themselves, and visits take their place' +
      (longestPause === undefined
        ? '; max_pause sets a limit on the pause.'
        : `; so are those that may pause it for more than ${duration(longestPause)}.`),
    'Everything is closed again at the end.',
  ].join('\n');
}

function costOfProgram(program: readonly string[], { captures }: Omit<RecordWishes, 'allow'>): string {
  return [
    `nothing was done yet. "${program.join(' ')}" would be started in ${process.cwd()}, recorded, and ended with SIGTERM.`,
    `Call record again with allow: "snapshots" (${counted(captures, 'pause')}, each mostly below a second for a fresh program), "visits" or "memory".`,
  ].join('\n');
}

/** Whom the arguments name. */
export function recordeeOf({
  pid,
  program,
}: {
  readonly pid?: number | undefined;
  readonly program?: readonly string[] | undefined;
}): Recordee {
  if (pid !== undefined && program === undefined) return { pid };
  if (program !== undefined && program.length > 0 && pid === undefined) return { program };
  throw new UserError(
    'usage',
    'name whom to record: a pid, or a program to start, and not both',
    'call list to find the pid',
  );
}
