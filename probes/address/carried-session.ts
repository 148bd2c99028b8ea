import { ProbeError } from '../probe-error.ts';
import { answerTimeout } from '../transport/answer-timeout.ts';
import { DevtoolsSession } from '../transport/devtools-session.ts';

/** The session of a worker inside that of its page. */
export class CarriedSession extends DevtoolsSession {
  readonly #carrier: DevtoolsSession;
  readonly #carriesOthers: boolean;
  protected override readonly sessionId: string;

  /** @param carriesOthers the carrier is there for more than this one, and stays when it ends */
  constructor(carrier: DevtoolsSession, sessionId: string, carriesOthers: boolean) {
    super();
    this.#carriesOthers = carriesOthers;
    const isOurs = (told: { readonly sessionId: string }) => told.sessionId === sessionId;
    carrier.on('Target.detachedFromTarget', (told) => {
      if (isOurs(told)) this.end(gone());
    });
    carrier.closed.addEventListener('abort', () => this.end(carrier.closed.reason), { once: true });
    this.#carrier = carrier;
    this.sessionId = sessionId;
    carrier.carry(sessionId, (text) => this.receive(text));
  }

  protected transmit(message: string): void {
    this.#carrier.transmitFor(this.sessionId, message);
  }

  pause(): void {
    this.#carrier.pause();
  }

  resume(): void {
    this.#carrier.resume();
  }

  async close(): Promise<void> {
    if (!this.#carriesOthers) await this.#carrier.close();
  }
}

function gone(): ProbeError {
  return new ProbeError('target-gone', 'the worker ended by itself', 'start it again and repeat');
}

/** From now on a page tells, by `Target.attachedToTarget`, of the workers that it has and of those to come. */
export async function attachToWorkers(page: DevtoolsSession): Promise<void> {
  const how = { autoAttach: true, waitForDebuggerOnStart: false, flatten: true };
  await page.send('Target.setAutoAttach', how, answerTimeout);
}
