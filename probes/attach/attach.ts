import type { Connection } from '../connection.ts';
import type { AttachOptions } from '../node/attach.ts';
import { requireJavaScript } from '../target/gate.ts';

/**
 * Attaches to a live Node or Bun process.
 * @throws ProbeError with the reason why it cannot be attached; the process is then as it was
 */
export async function attachToProcess(pid: number, options: AttachOptions = {}): Promise<Connection> {
  const { runtime } = requireJavaScript(pid);
  if (runtime === 'node') {
    const { attachToNode } = await import('../node/attach.ts');
    return await attachToNode(pid, options);
  }
  const { attachToBun } = await import('../bun/attach.ts');
  return await attachToBun(pid);
}
