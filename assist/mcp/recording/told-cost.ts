import { bytes, counted, duration } from '../../../format/quantities.ts';
import type { Bytes } from '../../../format/units.ts';
import { UserError } from '../../../format/user-error.ts';
import { estimateCost } from '../../../probes/session/guards/capture-cost.ts';
import { describeProcess } from '../../../probes/target/target-process.ts';
import type { Recordee, RecordWishes } from './wishes.ts';

/** What an empty Node or Bun takes of resident memory: none of it is objects of the program. */
const ofRuntime: Bytes = 40 << 20;

/** What a recording would do to a process, told before anything touches it. */
export function toldCost(wishes: Omit<RecordWishes, 'allow'>): string {
  const { who } = wishes;
  return 'pid' in who ? costOfProcess(who.pid, wishes) : costOfProgram(who.program, wishes);
}

function costOfProcess(
  pid: number,
  { span, captures, longestPause, values = false }: Omit<RecordWishes, 'allow'>,
): string {
  const target = describeProcess(pid);
  if (target === undefined)
    throw new UserError('no-such-process', `process ${pid} is gone or runs no Node or Bun`, 'call list');
  const { runtime, rss } = target;
  const live = Math.max(4 << 20, (rss ?? 0) - ofRuntime);
  const now = { at: Date.now(), ...(rss === undefined ? {} : { rss }) };
  const { pause, memory, disk } = estimateCost(now, { size: live }, { runtime, values });
  return [
    `nothing was done yet. To record process ${pid} (${rss === undefined ? runtime : `${runtime}, ${bytes(rss)} resident`}), call record again with one of:`,
    `allow: "memory"     opens its inspector (SIGUSR1 if it is closed) and reads memory figures for ${duration(span)}; no pause. Tells whether memory grows, not who holds it.`,
    `allow: "visits"     also stops it at a few functions, for milliseconds each time. Names containers that grow, with less proof.`,
    `allow: "snapshots"  also takes ${counted(captures, 'heap snapshot')} in about ${duration(span)}. Each pauses it for at most ${duration(pause)} and takes at most ${bytes(memory)} of memory and ${bytes(disk)} of disk, if all it has resident were objects. Names the holder and proves growth.`,
    'Snapshots that the process or the machine could not bear are refused by themselves, and visits take their place' +
      (longestPause === undefined
        ? '; max_pause sets a limit on the pause.'
        : `; so are those that may pause it for more than ${duration(longestPause)}.`),
    'Everything is closed again at the end. Ask the person before you record a process that serves others.',
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
