import type { ProcessIdentity } from '../host.ts';
import { readProcLink, readProcText } from './proc-files.ts';

/** Evaluated by the process itself: see `ToldExpressions`. */
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

export function identityOf(pid: number | 'self'): ProcessIdentity {
  return {
    ownPid: ownPidIn(readProcText(`/proc/${pid}/status`) ?? '') ?? (pid === 'self' ? process.pid : pid),
    pidNamespace: readProcLink(`/proc/${pid}/ns/pid`),
    timeNamespace: readProcLink(`/proc/${pid}/ns/time`),
    startTicks: startTicksIn(readProcText(`/proc/${pid}/stat`) ?? ''),
  };
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
