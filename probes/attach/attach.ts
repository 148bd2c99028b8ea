import type { ProcessConnection } from '../connection.ts';
import { host } from '../host/this-host.ts';
import type { AttachOptions } from '../node/attach.ts';
import { ProbeError, type ProbeErrorCode } from '../probe-error.ts';
import { requireJavaScript } from '../target/gate.ts';

export interface AttachToProcessOptions extends AttachOptions {
  /** By the signal that makes a Node process write snapshots of itself, even if its inspector can be had. */
  readonly bySignal?: boolean;
}

/**
 * Attaches to a live Node, Bun or Deno process.
 * @throws ProbeError with the reason why it cannot be attached; the process is then as it was
 */
export async function attachToProcess(
  pid: number,
  options: AttachToProcessOptions = {},
): Promise<ProcessConnection> {
  const { bySignal, ...inspecting } = options;
  if (bySignal) return await attachBySignal(pid, 'as --by-signal asks for');
  try {
    return await attachByInspector(pid, inspecting);
  } catch (error) {
    const why = error instanceof ProbeError ? outOfReach[error.code] : undefined;
    if (why === undefined || !(await hasSignal(pid))) throw error;
    return await attachBySignal(pid, `because ${why}`);
  }
}

/** Before anything was sent to the process. */
const outOfReach: Readonly<Partial<Record<ProbeErrorCode, string>>> = {
  'inspector-disabled': 'its inspector is disabled',
  'other-network': 'its inspector is in another network',
};

async function attachByInspector(pid: number, options: AttachOptions): Promise<ProcessConnection> {
  const { runtime } = requireJavaScript(pid);
  if (runtime === 'node') {
    const { attachToNode } = await import('../node/attach.ts');
    return await attachToNode(pid, options);
  }
  if (runtime === 'deno') {
    const { attachToDeno } = await import('../deno/attach.ts');
    return await attachToDeno(pid);
  }
  const { attachToBun } = await import('../bun/attach.ts');
  return await attachToBun(pid);
}

async function hasSignal(pid: number): Promise<boolean> {
  if (host.kernel === undefined) return false;
  const { SnapshotSignal } = await import('../node/by-signal/snapshot-signal.ts');
  return SnapshotSignal.of(pid) !== undefined;
}

async function attachBySignal(pid: number, why: string): Promise<ProcessConnection> {
  const { attachBySignal: attach } = await import('../node/by-signal/attach-by-signal.ts');
  return await attach(pid, why);
}
