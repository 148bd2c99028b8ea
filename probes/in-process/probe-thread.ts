import { rmSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { privateSocketPath } from './private-socket.ts';
import { type FromProbe, probeThreadName, type ToProbe } from './thread-messages.ts';

/**
 * The thread in which the probe of this process lives. It keeps no program alive, knows none of the program's options,
 * and is started once.
 */
export class ProbeThread {
  static #only: ProbeThread | undefined;
  readonly #worker: Worker;

  static start(): ProbeThread {
    ProbeThread.#only ??= new ProbeThread();
    return ProbeThread.#only;
  }

  private constructor() {
    const socket = privateSocketPath(process.pid);
    this.#worker = new Worker(new URL('./probe-worker.js', import.meta.url), {
      name: probeThreadName,
      workerData: { socket },
      // Preloads of the program are not for this thread.
      execArgv: [],
      env: { ...process.env, NODE_OPTIONS: '' },
      stdout: false,
      stderr: false,
    });
    this.#worker.unref();
    process.once('exit', () => rmSync(socket, { force: true }));
  }

  say(message: ToProbe): void {
    this.#worker.postMessage(message);
  }

  onMessage(listener: (message: FromProbe) => void): () => void {
    this.#worker.on('message', listener);
    return () => this.#worker.off('message', listener);
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
