import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { WorkerEvent } from '../cli/worker/run-worker.ts';
import { commandFile } from './heaptrail-command.ts';

/** A running `heaptrail worker`, and the events it told so far. */
export class RunningWorker {
  static readonly #all: RunningWorker[] = [];

  readonly #child: ChildProcess;
  readonly #exited: Promise<unknown[]>;
  #output = '';

  /** @param limit of the shell, such as `ulimit -f 100` */
  constructor(words: readonly string[], environment: NodeJS.ProcessEnv = {}, limit = ':') {
    const all = ['-c', `${limit}; exec "$0" "$@"`, process.execPath, commandFile, 'worker', ...words];
    const env = { ...process.env, ...environment };
    this.#child = spawn('sh', all, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    this.#exited = once(this.#child, 'exit');
    for (const stream of [this.#child.stdout!, this.#child.stderr!])
      stream.setEncoding('utf8').on('data', (text: string) => {
        this.#output += text;
      });
    RunningWorker.#all.push(this);
  }

  get events(): readonly WorkerEvent[] {
    return this.#output
      .split('\n')
      .filter((line) => line.startsWith('{') && line.endsWith('}'))
      .map((line) => JSON.parse(line) as WorkerEvent);
  }

  /** The nth event of the kind, as soon as it was told. */
  async told(kind: WorkerEvent['event'], nth = 1): Promise<WorkerEvent> {
    const deadline = Date.now() + 150_000;
    for (;;) {
      const found = this.events.filter(({ event }) => event === kind)[nth - 1];
      if (found !== undefined) return found;
      if (this.#child.exitCode !== null || Date.now() > deadline)
        throw new Error(`it did not tell of ${kind}: ${this.#output}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  /** @returns the exit code */
  async interrupt(): Promise<number | null> {
    this.#child.kill('SIGTERM');
    return await this.exitCode();
  }

  async exitCode(): Promise<number | null> {
    await this.#exited;
    return this.#child.exitCode;
  }

  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#exited;
  }

  /** For the end of a test file. */
  static async endAll(): Promise<void> {
    for (const one of RunningWorker.#all) {
      if (one.#child.exitCode === null && one.#child.signalCode === null) await one.kill();
    }
  }
}
