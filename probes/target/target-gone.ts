import { ProbeError } from '../probe-error.ts';
import type { ProcessExit } from './process-end.ts';

/** The process ended, and what was seen of how. */
export class TargetGone extends ProbeError {
  readonly exit: ProcessExit;

  constructor(pid: number, when: string, exit: ProcessExit) {
    super('target-gone', `process ${pid} ended ${when}`, 'start it again and repeat');
    this.exit = exit;
  }
}
