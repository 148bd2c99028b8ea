import { constants } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Millis } from '../../../format/units.ts';
import { host } from '../../host/this-host.ts';
import { ProbeError, systemErrorCode } from '../../probe-error.ts';
import { nodeOptionsOf, targetGone } from '../../target/gate.ts';
import { kernelView } from '../../target/kernel-view.ts';
import { valueOfOption } from '../../target/node-options.ts';
import { ageOfProcess } from '../../target/target-process.ts';

/** How long after its start a process may still be installing its signal handlers. */
const startUp: Millis = 5_000;
const pollEvery: Millis = 10;

/** The signal by which a process writes a heap snapshot of itself: it was started with `--heapsnapshot-signal`. */
export class SnapshotSignal {
  readonly name: NodeJS.Signals;
  readonly #pid: number;
  readonly #startMark: string | undefined;

  /** Undefined if it was not started with one. */
  static of(pid: number): SnapshotSignal | undefined {
    const name = valueOfOption(nodeOptionsOf(pid), '--heapsnapshot-signal');
    return name !== undefined && isSignal(name) ? new SnapshotSignal(pid, name) : undefined;
  }

  private constructor(pid: number, name: NodeJS.Signals) {
    this.#pid = pid;
    this.name = name;
    this.#startMark = host.processes.startMarkOf(pid);
  }

  /**
   * Sends it, if it cannot end the process.
   * @throws ProbeError `target-gone`, `signal-not-caught`
   */
  async send(): Promise<void> {
    await this.#awaitHandler();
    // Another process may have got the number meanwhile.
    if (
      host.processes.startMarkOf(this.#pid) !== this.#startMark ||
      SnapshotSignal.of(this.#pid)?.name !== this.name
    )
      throw targetGone(this.#pid, 'before it could be signalled');
    try {
      process.kill(this.#pid, this.name);
    } catch (error) {
      if (systemErrorCode(error) === 'ESRCH') throw targetGone(this.#pid, 'before it could be signalled');
      throw error;
    }
  }

  async #awaitHandler(): Promise<void> {
    while (!isCaught(this.#pid, this.name)) {
      if (ageOfProcess(this.#pid) > startUp) throw this.#notCaught();
      await sleep(pollEvery);
    }
  }

  #notCaught(): ProbeError {
    return new ProbeError(
      'signal-not-caught',
      `process ${this.#pid} was started with --heapsnapshot-signal=${this.name} but does not catch ${this.name}: ` +
        'the signal would end it, so it was not sent',
      'the program removed the handler: look for process.removeAllListeners in it',
    );
  }
}

function isSignal(name: string): name is NodeJS.Signals {
  return name in constants.signals;
}

function isCaught(pid: number, name: NodeJS.Signals): boolean {
  const signals = kernelView().signalsOf(pid);
  if (signals === undefined) throw targetGone(pid, 'before it could be signalled');
  return signals.catches(name);
}
