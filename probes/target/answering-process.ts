import * as v from 'valibot';
import type { ProcessIdentity } from '../host/host.ts';
import { host } from '../host/this-host.ts';
import { ProbeError } from '../probe-error.ts';
import { mayBeSame } from './process-identity.ts';

/** What a process says of itself. */
export const toldIdentity = v.object({
  ownPid: v.number(),
  pidNamespace: v.optional(v.string()),
  timeNamespace: v.optional(v.string()),
  startTicks: v.optional(v.string()),
});

/**
 * Every session asks this first: what is told of one process must not have been measured in another.
 * @throws ProbeError `other-process`
 */
export function requireSame(pid: number, told: ProcessIdentity): void {
  if (mayBeSame(host.processes.identityOf(pid), told)) return;
  throw new ProbeError(
    'other-process',
    `another process (pid ${told.ownPid} in its own view) answered in place of process ${pid}`,
    'attach to that process by the pid that `heaptrail ps` shows, or give each its own inspector port and its own /tmp',
  );
}
