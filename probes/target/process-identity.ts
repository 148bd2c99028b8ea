import { readProcLink, readProcText } from './proc-files.ts';

/**
 * What tells a process from every other of this machine. Its pid alone does not: two containers that share a folder or
 * a network each have a process 1, and a pid comes back. What cannot be read is absent, and not compared.
 */
export interface ProcessIdentity {
  /** The pid that the process itself sees. */
  readonly ownPid: number;
  /** As its link says: `pid:[4026531836]`. */
  readonly pidNamespace?: string | undefined;
  /** `time:[…]`: processes with another clock see other start times. */
  readonly timeNamespace?: string | undefined;
  /** When it started, in the kernel's ticks since the machine did. */
  readonly startTicks?: string | undefined;
}

/** An expression whose value is the identity of the process that evaluates it. `builtin` gives the code of a module. */
export const identityExpression = (builtin: (name: string) => string) => `(() => {
  const read = (what) => { try { return what(); } catch {} };
  const fs = ${builtin('fs')};
  return {
    ownPid: process.pid,
    pidNamespace: read(() => fs.readlinkSync('/proc/self/ns/pid')),
    timeNamespace: read(() => fs.readlinkSync('/proc/self/ns/time')),
    startTicks: read(() => fs.readFileSync('/proc/self/stat', 'utf8').split(') ').at(-1).split(' ')[19]),
  };
})()`;

/** What is seen of a process from here. Of ourselves by `self`: the /proc that we see may be that of an outer namespace. */
export function identityOf(pid: number | 'self'): ProcessIdentity {
  return {
    ownPid: ownPidIn(readProcText(`/proc/${pid}/status`) ?? '') ?? (pid === 'self' ? process.pid : pid),
    pidNamespace: readProcLink(`/proc/${pid}/ns/pid`),
    timeNamespace: readProcLink(`/proc/${pid}/ns/time`),
    startTicks: startTicksIn(readProcText(`/proc/${pid}/stat`) ?? ''),
  };
}

/** Whether the two may be the same process: nothing that is known of both differs. */
export function mayBeSame(a: ProcessIdentity, b: ProcessIdentity): boolean {
  const sameClock = a.timeNamespace !== undefined && a.timeNamespace === b.timeNamespace;
  return (
    a.ownPid === b.ownPid &&
    agrees(a.pidNamespace, b.pidNamespace) &&
    (!sameClock || agrees(a.startTicks, b.startTicks))
  );
}

function agrees(a: string | undefined, b: string | undefined): boolean {
  return a === undefined || b === undefined || a === b;
}

/** `NSpid: 4711 1`: the pid in each namespace, the process's own last. */
function ownPidIn(status: string): number | undefined {
  const pids = /^NSpid:\s+(.*)$/m.exec(status)?.[1];
  return pids === undefined ? undefined : Number(pids.trim().split(/\s+/).at(-1));
}

/** Field 22 of proc(5); the command's name in parentheses may itself hold spaces. */
function startTicksIn(stat: string): string | undefined {
  return stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .at(19);
}
