import type { MessagePort } from 'node:worker_threads';
import type { Evaluated } from '../../bun/jsc-protocol.ts';
import type { InspectorMessage } from '../../transport/inspector-calls.ts';
import type { FromProbe, ToProbe } from '../thread-messages.ts';

/** Asks the main thread from the probe's thread; it answers between two turns of its event loop. */
export class MainThreadCalls {
  readonly #port: MessagePort;
  readonly #waiting = new Map<number, (reply: Evaluated) => void>();
  #lastKey = 0;

  constructor(port: MessagePort) {
    this.#port = port;
    port.on('message', (message: ToProbe) => {
      if (message.kind !== 'evaluated') return;
      this.#waiting.get(message.key)?.(message.reply);
      this.#waiting.delete(message.key);
    });
  }

  /** Answers a message of the inspector's protocol, of which there is no more inside a Bun than this one command. */
  async answer(message: string): Promise<InspectorMessage> {
    const { id, method, params } = JSON.parse(message) as Command;
    if (method !== 'Runtime.evaluate') {
      return { id, error: { message: `the probe inside Bun does not support ${method}` } };
    }
    return { id, result: await this.#evaluate(params.expression) };
  }

  #evaluate(expression: string): Promise<Evaluated> {
    return new Promise((resolve) => {
      const key = ++this.#lastKey;
      this.#waiting.set(key, resolve);
      this.#port.postMessage({ kind: 'evaluate', key, expression } satisfies FromProbe);
    });
  }
}

interface Command {
  readonly id: number;
  readonly method: string;
  readonly params: { readonly expression: string };
}
