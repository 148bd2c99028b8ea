import { ProbeError, type ProbeErrorCode } from '../probe-error.ts';
import { targetGone } from './gate.ts';
import { endsSoon, isRunning } from './process-end.ts';

/**
 * What a process at its exit is seen to do before it is gone: it closes what it has open, has no context to evaluate in,
 * and then no command, executable or folder in /proc, which it had before.
 */
const signs: ReadonlySet<ProbeErrorCode> = new Set([
  'connection-closed',
  'protocol-failed',
  'not-javascript',
  'not-permitted',
]);

/**
 * Does what needs the process to live. If it ends meanwhile, that is the reason told, and not what broke by it: a
 * session that closed, an inspector that did not open, a pid that nobody has.
 * @throws ProbeError `target-gone`, or what `work` throws of a process that lives
 */
export async function tellingItsEnd<T>(pid: number, when: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof ProbeError) || error.code === 'target-gone') throw error;
    const ended = signs.has(error.code) ? await endsSoon(pid) : !isRunning(pid);
    throw ended ? targetGone(pid, when) : error;
  }
}
