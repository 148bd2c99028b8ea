import type { CDPSession } from 'playwright-core';
import {
  type DevtoolsEvents,
  type DevtoolsListener,
  DevtoolsSession,
} from '../transport/devtools-session.ts';
import { closedError } from '../transport/inspector-calls.ts';

/** A session of the DevTools protocol that Playwright carries. It hands over messages that are parsed already. */
export class PageSession extends DevtoolsSession {
  readonly #carrier: CDPSession;
  readonly #followed = new Set<string>();

  constructor(carrier: CDPSession) {
    super();
    this.#carrier = carrier;
    carrier.on('close', () => this.end(closedError('the page', 'it was closed', 'check it')));
  }

  override on<E extends keyof DevtoolsEvents>(event: E, listener: DevtoolsListener<E>): void {
    super.on(event, listener);
    if (this.#followed.has(event)) return;
    this.#followed.add(event);
    // It knows what a browser says, and takes no other names.
    const carrier = this.#carrier as unknown as NodeJS.EventEmitter;
    carrier.on(event, (params: unknown) => this.take({ method: event, params }));
  }

  protected transmit(text: string): void {
    const { id, method, params } = JSON.parse(text);
    this.#carrier.send(method, params).then(
      (result) => this.take({ id, result }),
      (error: Error) => this.take({ id, error: { message: error.message } }),
    );
  }

  /** It comes through a pipe of this machine, which Playwright empties at its own pace. */
  pause(): void {}
  resume(): void {}

  async close(): Promise<void> {
    await this.#carrier.detach().catch(() => {});
  }
}
