import type { ProcessConnection } from '../connection.ts';
import { tellingItsEnd } from '../target/end-told.ts';
import { requireProbeable, targetGone } from '../target/gate.ts';
import { answerTimeout } from '../transport/answer-timeout.ts';
import { isAtExit } from './at-exit.ts';
import { describeTarget } from './describe-target.ts';
import { holdInspector } from './inspector/inspector-hold.ts';
import { NodeConnection } from './node-connection.ts';
import { preparePulses } from './prepare-pulses.ts';
import { joinProbe } from './probe-socket.ts';

export interface AttachOptions {
  /** Load the addon that pulses need into the process; if that fails, the connection has a note and no pulses. */
  readonly pulses?: boolean;
}

/**
 * Attaches to a live Node process: through the probe that it carries itself, or from here on its inspector is open
 * on a loopback port of its own, until `detach`.
 * @throws ProbeError with the reason why it cannot be attached; the process is then as it was.
 */
export async function attachToNode(pid: number, options: AttachOptions = {}): Promise<ProcessConnection> {
  requireProbeable(pid);
  return await tellingItsEnd(pid, 'while it was being attached', () => attach(pid, options));
}

async function attach(pid: number, options: AttachOptions): Promise<ProcessConnection> {
  const hold = (await joinProbe(pid)) ?? (await holdInspector(pid));
  try {
    const { devtools } = hold;
    const target = await describeTarget(pid, devtools);
    await devtools.send('HeapProfiler.enable', undefined, answerTimeout);
    const pulses = options.pulses ? await preparePulses(devtools, target) : {};
    const connection = await NodeConnection.create(target, hold, pulses);
    if (await isAtExit(devtools)) throw targetGone(pid, 'while it was being attached');
    return connection;
  } catch (error) {
    await hold.release();
    throw error;
  }
}
