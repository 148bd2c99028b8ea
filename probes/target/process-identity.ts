import type { ProcessIdentity } from '../host/host.ts';

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
