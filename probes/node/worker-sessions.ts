import { ProbeError } from '../probe-error.ts';
import { answerTimeout } from '../transport/answer-timeout.ts';
import { DevtoolsSession } from '../transport/devtools-session.ts';
import { probeThreadName } from '../transport/probe-thread-name.ts';

/** A worker thread as the inspector names it. */
export interface WorkerThread {
  /** `worker_threads.threadId`: unique in its process. */
  readonly id: number;
  /** The `name` that the program gave it. */
  readonly name?: string;
  /** The file that it runs; absent for code that was given as text. */
  readonly file?: string;
}

/**
 * The worker threads of a process, each with a session of its own: those that run already and those that
 * start later, also workers that workers started. Node carries their messages inside the main thread's session,
 * but does not need its event loop for that.
 */
export class WorkerSessions {
  readonly #devtools: DevtoolsSession;
  readonly #sessions = new Map<string, WorkerSession>();

  /** @param onWorker told of every worker, with a session that is open */
  constructor(devtools: DevtoolsSession, onWorker: (thread: WorkerThread, session: DevtoolsSession) => void) {
    this.#devtools = devtools;
    devtools.on('NodeWorker.attachedToWorker', ({ sessionId, workerInfo }) => {
      const thread = threadIn(workerInfo);
      if (thread === undefined) return;
      const session = new WorkerSession(devtools, sessionId, thread.id);
      this.#sessions.set(sessionId, session);
      onWorker(thread, session);
    });
    // One listener for all: there may be any number of workers.
    devtools.closed.addEventListener('abort', () => this.#endAll(), { once: true });
    devtools.on('NodeWorker.receivedMessageFromWorker', ({ sessionId, message }) => {
      this.#sessions.get(sessionId)?.deliver(message);
    });
    devtools.on('NodeWorker.detachedFromWorker', ({ sessionId }) => {
      this.#sessions.get(sessionId)?.gone();
      this.#sessions.delete(sessionId);
    });
  }

  #endAll(): void {
    for (const session of this.#sessions.values()) session.lost(this.#devtools.closed.reason);
    this.#sessions.clear();
  }

  /** @throws ProbeError if the process has no such domain or does not answer */
  async enable(): Promise<void> {
    await this.#devtools.send('NodeWorker.enable', { waitForDebuggerOnStart: false }, answerTimeout);
  }
}

/** Node titles a worker `[worker 3] name`; if it has no name, Node 24 writes `WorkerThread` or nothing. Deno: `worker [3]`. */
function threadIn({
  title,
  url,
}: {
  readonly title: string;
  readonly url: string;
}): WorkerThread | undefined {
  const [, ofNode, name, ofDeno] = /^(?:\[worker (\d+)\] ?(.*)|worker \[(\d+)\])$/s.exec(title) ?? [];
  const id = ofNode ?? ofDeno;
  if (id === undefined || name === probeThreadName) return undefined;
  return {
    id: Number(id),
    ...(name === '' || name === undefined || name === 'WorkerThread' ? {} : { name }),
    ...(url === '' ? {} : { file: url }),
  };
}

class WorkerSession extends DevtoolsSession {
  readonly #carrier: DevtoolsSession;
  readonly #sessionId: string;
  readonly #threadId: number;

  constructor(carrier: DevtoolsSession, sessionId: string, threadId: number) {
    super();
    this.#carrier = carrier;
    this.#sessionId = sessionId;
    this.#threadId = threadId;
  }

  protected transmit(message: string): void {
    // Its own reply says nothing: if the worker is gone, the session ends.
    this.#carrier
      .send('NodeWorker.sendMessageToWorker', { sessionId: this.#sessionId, message })
      .catch(() => {});
  }

  deliver(message: string): void {
    this.receive(message);
  }

  /** With the session that carries it. */
  lost(reason: ProbeError): void {
    this.end(reason);
  }

  gone(): void {
    this.end(
      new ProbeError(
        'target-gone',
        `worker thread ${this.#threadId} ended by itself`,
        'start it again and repeat',
      ),
    );
  }

  pause(): void {
    this.#carrier.pause();
  }

  resume(): void {
    this.#carrier.resume();
  }

  /** Only the carrier can leave a worker, with all the others at once. */
  async close(): Promise<void> {}
}
