import type { TargetDescription } from '../../format/recording.ts';
import type { Connection, WorkerSource } from '../connection.ts';
import { ProbeError } from '../probe-error.ts';
import { answerTimeout } from '../transport/answer-timeout.ts';
import { DevtoolsSession } from '../transport/devtools-session.ts';
import { V8Connection } from './v8-connection.ts';

/** The workers of one page, each over a session of its own inside that of the page. Those of workers are not seen. */
export class PageWorkers implements WorkerSource {
  readonly #devtools: DevtoolsSession;
  readonly #page: TargetDescription;
  readonly #sessions = new Map<string, CarriedSession>();

  constructor(devtools: DevtoolsSession, page: TargetDescription) {
    this.#devtools = devtools;
    this.#page = page;
  }

  async watch(onWorker: (worker: Connection) => void): Promise<void> {
    const devtools = this.#devtools;
    devtools.on('Target.attachedToTarget', ({ sessionId, targetInfo: { type, title, url } }) => {
      if (type !== 'worker') return;
      const session = new CarriedSession(devtools, sessionId);
      this.#sessions.set(sessionId, session);
      const id = this.#sessions.size;
      const name = title === url ? '' : title;
      const thread = { id, ...(name === '' ? {} : { name }), ...(url === '' ? {} : { file: url }) };
      onWorker(new V8Connection({ ...this.#page, thread }, session));
    });
    devtools.on('Target.detachedFromTarget', ({ sessionId }) => this.#sessions.get(sessionId)?.gone());
    devtools.closed.addEventListener('abort', () => this.#endAll(), { once: true });
    const how = { autoAttach: true, waitForDebuggerOnStart: false, flatten: true };
    await devtools.send('Target.setAutoAttach', how, answerTimeout);
  }

  #endAll(): void {
    for (const session of this.#sessions.values()) session.lost(this.#devtools.closed.reason);
  }
}

class CarriedSession extends DevtoolsSession {
  readonly #carrier: DevtoolsSession;
  protected override readonly sessionId: string;

  constructor(carrier: DevtoolsSession, sessionId: string) {
    super();
    this.#carrier = carrier;
    this.sessionId = sessionId;
    carrier.carry(sessionId, (text) => this.receive(text));
  }

  protected transmit(message: string): void {
    this.#carrier.transmitFor(this.sessionId, message);
  }

  lost(reason: ProbeError): void {
    this.end(reason);
  }

  gone(): void {
    this.end(new ProbeError('target-gone', 'the worker ended by itself', 'start it again and repeat'));
  }

  pause(): void {
    this.#carrier.pause();
  }

  resume(): void {
    this.#carrier.resume();
  }

  /** It ends with the session of its page. */
  async close(): Promise<void> {}
}
