import { spawn } from 'node:child_process';
import type { Millis } from '../../format/units.ts';
import type { WatchEvent } from '../../format/watch-event.ts';
import type { Undelivered } from './undelivered.ts';

/** Where events go beside stdout. */
export interface Delivery {
  /** How a reader knows it. */
  readonly name: string;
  /**
   * @param stop aborted when there is no more time
   * @throws Error with the reason why it was not taken
   */
  deliver(line: string, stop: AbortSignal): Promise<void>;
}

/** A receiver that takes longer does not get it: the next event may be the one that matters. */
const patience: Millis = 30_000;
const mostErrorText = 300;
/** When the watch ends, deliveries under way get this long: what ends us does not wait forever. */
const lastPatience: Millis = 8_000;
/** Samples and starts are for the log: what wakes a person up is delivered. */
const delivered: ReadonlySet<WatchEvent['event']> = new Set([
  'growth',
  'alert',
  'capture',
  'refused',
  'ledger-failed',
  'death',
]);

/** A program that left by itself was probably stopped by a deployment. */
function isOrdinaryEnd(event: WatchEvent): boolean {
  return event.event === 'death' && event.cause === 'exited';
}

/** Hands events on, one after the other for each receiver; what fails is kept and told, and harms nobody. */
export class Deliveries {
  readonly #queues: ReadonlyMap<Delivery, { last: Promise<void> }>;
  readonly #undelivered: Undelivered;
  readonly #onFailure: (event: WatchEvent) => void;
  readonly #stop = new AbortController();

  constructor(
    receivers: readonly Delivery[],
    undelivered: Undelivered,
    onFailure: (event: WatchEvent) => void,
  ) {
    this.#undelivered = undelivered;
    this.#queues = new Map(receivers.map((receiver) => [receiver, { last: Promise.resolve() }]));
    this.#onFailure = onFailure;
  }

  send(event: WatchEvent): void {
    if (!delivered.has(event.event) || isOrdinaryEnd(event)) return;
    const line = `${JSON.stringify(event)}\n`;
    for (const [receiver, queue] of this.#queues) {
      queue.last = queue.last.then(() => this.#deliver(receiver, event, line));
    }
  }

  /** Returns once all events were taken or kept, which does not take long. */
  async ended(patience = lastPatience): Promise<void> {
    const timer = setTimeout(() => this.#stop.abort(), patience);
    await Promise.all([...this.#queues.values()].map(({ last }) => last));
    clearTimeout(timer);
  }

  async #deliver(receiver: Delivery, of: WatchEvent, line: string): Promise<void> {
    try {
      await receiver.deliver(line, this.#stop.signal);
    } catch (error) {
      const words = error instanceof Error ? error.message : String(error);
      const kept = await this.#undelivered.keep(line);
      const reason = kept ? `${words}; the event is kept in ${this.#undelivered.file}` : words;
      this.#onFailure({ at: Date.now(), event: 'delivery-failed', to: receiver.name, of: of.event, reason });
    }
  }
}

/** Runs the command in a shell, with the event as one line of JSON on its stdin. */
export function commandDelivery(command: string, limit = patience): Delivery {
  return { name: command, deliver: (line, stop) => runWith(command, line, limit, stop) };
}

async function runWith(command: string, line: string, limit: Millis, stop: AbortSignal): Promise<void> {
  const child = spawn(command, {
    shell: true,
    // A group of its own, so that what the shell started ends with it.
    detached: true,
    // What it prints must not get in between our own lines.
    stdio: ['pipe', 'ignore', 'pipe'],
  });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors = (errors + text).slice(-mostErrorText);
  });
  // A command that does not read its input closes it.
  child.stdin.on('error', () => {});
  child.stdin.end(line);
  await new Promise<void>((resolve, reject) => {
    const giveUp = (reason: string) => {
      endGroup(child.pid);
      reject(new Error(reason));
    };
    const timer = setTimeout(() => giveUp(`it did not end within ${limit / 1000} seconds`), limit);
    const onStop = () => giveUp('it did not end before the watch did');
    if (stop.aborted) onStop();
    stop.addEventListener('abort', onStop);
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      clearTimeout(timer);
      stop.removeEventListener('abort', onStop);
      if (code === 0) resolve();
      else
        reject(
          new Error(
            `it ended with ${signal ?? `exit code ${code}`}${errors === '' ? '' : `: ${errors.trim()}`}`,
          ),
        );
    });
  });
}

function endGroup(pid: number | undefined): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL');
  } catch {
    // It ended by itself meanwhile.
  }
}
