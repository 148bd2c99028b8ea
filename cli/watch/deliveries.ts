import { spawn } from 'node:child_process';
import type { Millis } from '../../format/units.ts';
import type { WatchEvent } from '../../format/watch-event.ts';

/** Where events go beside stdout. */
export interface Delivery {
  /** How a reader knows it. */
  readonly name: string;
  /** @throws Error with the reason why it was not taken */
  deliver(line: string): Promise<void>;
}

/** Whoever takes longer does not get it: the next event may be the one that matters. */
const patience: Millis = 30_000;
const mostErrorText = 300;
/** Samples and starts are for the log: what wakes somebody up is delivered. */
const delivered: ReadonlySet<WatchEvent['event']> = new Set(['growth', 'alert', 'capture', 'refused']);

/** Hands events on, one after the other for each receiver; what fails is told and harms nobody. */
export class Deliveries {
  readonly #queues: ReadonlyMap<Delivery, { last: Promise<void> }>;
  readonly #onFailure: (event: WatchEvent) => void;

  constructor(receivers: readonly Delivery[], onFailure: (event: WatchEvent) => void) {
    this.#queues = new Map(receivers.map((receiver) => [receiver, { last: Promise.resolve() }]));
    this.#onFailure = onFailure;
  }

  send(event: WatchEvent): void {
    if (!delivered.has(event.event)) return;
    const line = `${JSON.stringify(event)}\n`;
    for (const [receiver, queue] of this.#queues) {
      queue.last = queue.last.then(() => this.#deliver(receiver, event, line));
    }
  }

  async ended(): Promise<void> {
    await Promise.all([...this.#queues.values()].map(({ last }) => last));
  }

  async #deliver(receiver: Delivery, of: WatchEvent, line: string): Promise<void> {
    try {
      await receiver.deliver(line);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.#onFailure({ at: Date.now(), event: 'delivery-failed', to: receiver.name, of: of.event, reason });
    }
  }
}

/** Runs the command in a shell, with the event as one line of JSON on its stdin. */
export function commandDelivery(command: string, limit = patience): Delivery {
  return { name: command, deliver: (line) => runWith(command, line, limit) };
}

async function runWith(command: string, line: string, limit: Millis): Promise<void> {
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
    const timer = setTimeout(() => {
      endGroup(child.pid);
      reject(new Error(`it did not end within ${limit / 1000} seconds`));
    }, limit);
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      clearTimeout(timer);
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

/** Posts the event as JSON. */
export function webhookDelivery(url: string, limit = patience): Delivery {
  return {
    // The path of a webhook is its secret.
    name: new URL(url).origin,
    async deliver(line) {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: line,
        redirect: 'error',
        signal: AbortSignal.timeout(limit),
      });
      await response.body?.cancel();
      if (!response.ok) throw new Error(`it answered with status ${response.status}`);
    },
  };
}
