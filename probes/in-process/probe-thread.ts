import { rmSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { privateSocketPath } from '../transport/private-socket.ts';
import { probeThreadName } from '../transport/probe-thread-name.ts';
import { evaluateHere } from './evaluate-here.ts';
import type { FromProbe, ToProbe } from './thread-messages.ts';

/**
 * The thread in which the probe of this process lives. It keeps no program alive, knows none of the program's options,
 * and is started once.
 */
export class ProbeThread {
  static #only: ProbeThread | undefined;
  readonly #worker: Worker;
  readonly #forgetSocket: () => void;
  readonly #listeners = new Set<(message: FromProbe) => void>();
  #failure: FromProbe | undefined;

  static start(): ProbeThread {
    ProbeThread.#only ??= new ProbeThread(new URL('.', import.meta.url), privateSocketPath());
    return ProbeThread.#only;
  }

  /**
   * The thread for as long as the work takes. Nobody is let in from outside, and it is gone afterwards, unless the
   * program has one anyway.
   * @param folder where the files of this folder lie, as JavaScript
   */
  static async during<T>(folder: URL, work: (thread: ProbeThread) => Promise<T>): Promise<T> {
    const own = ProbeThread.#only === undefined ? new ProbeThread(folder, undefined) : undefined;
    ProbeThread.#only ??= own;
    try {
      return await work(ProbeThread.#only!);
    } finally {
      if (own !== undefined) await own.#end();
    }
  }

  private constructor(folder: URL, socket: string | undefined) {
    const file =
      process.versions.bun === undefined ? './thread/probe-worker.js' : './thread/bun-probe-worker.js';
    this.#worker = new Worker(new URL(file, folder), {
      name: probeThreadName,
      workerData: { socket },
      // Preloads of the program are not for this thread.
      execArgv: [],
      env: { ...process.env, NODE_OPTIONS: '' },
      stdout: false,
      stderr: false,
    });
    this.#worker.on('message', (message: FromProbe) => this.#hear(message));
    // Without a listener it would be thrown, and end the program.
    this.#worker.on('error', (error: Error) => this.#fail(error));
    // In this order: on Bun a listener that comes later keeps the program alive.
    this.#worker.unref();
    this.#forgetSocket = () => {
      if (socket !== undefined) rmSync(socket, { force: true });
    };
    process.once('exit', this.#forgetSocket);
  }

  async #end(): Promise<void> {
    ProbeThread.#only = undefined;
    process.off('exit', this.#forgetSocket);
    await this.#worker.terminate();
  }

  say(message: ToProbe): void {
    this.#worker.postMessage(message);
  }

  onMessage(listener: (message: FromProbe) => void): () => void {
    this.#listeners.add(listener);
    if (this.#failure !== undefined) listener(this.#failure);
    return () => this.#listeners.delete(listener);
  }

  #hear(message: FromProbe): void {
    if (message.kind === 'evaluate') {
      this.say({ kind: 'evaluated', key: message.key, reply: evaluateHere(message.expression) });
    } else for (const listener of this.#listeners) listener(message);
  }

  #fail({ message }: Error): void {
    this.#failure = {
      kind: 'failed',
      message: `the thread of heaptrail/probe ended: ${message}`,
      next: 'record the program from outside: `heaptrail record -- COMMAND`',
    };
    if (this.#listeners.size === 0) process.emitWarning(this.#failure.message, 'heaptrail');
    this.#hear(this.#failure);
  }

  /** While something is waited for, the process must not end. */
  async whileAwaited<T>(promise: Promise<T>): Promise<T> {
    this.#worker.ref();
    try {
      return await promise;
    } finally {
      this.#worker.unref();
    }
  }
}
