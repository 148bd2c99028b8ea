import type { Millis } from '../../format/units.ts';
import { connectedDescriptor } from '../target/connected-socket.ts';
import type { DevtoolsConnection } from './devtools-connection.ts';
import { builtin, closeExpression } from './target-expressions.ts';

const answerTimeout: Millis = 10_000;
/** A look at one link in /proc, some microseconds. */
const lookEvery: Millis = 1_000;
const objectGroup = 'heaptrail-watchdog';

/**
 * Closes the inspector from the inside if the session with it is lost, because a probe that was killed cannot. The
 * target watches the socket of the session among its own descriptors: the kernel takes it away with the process at the
 * other end, whatever became of that. The timer keeps no program alive and is gone after a normal close.
 */
export class InspectorWatchdog {
  readonly notes: readonly string[];
  readonly #devtools: DevtoolsConnection;
  readonly #originalPort: number;
  readonly #object: string | undefined;

  private constructor(
    devtools: DevtoolsConnection,
    originalPort: number,
    object: string | undefined,
    notes: readonly string[],
  ) {
    this.#devtools = devtools;
    this.#originalPort = originalPort;
    this.#object = object;
    this.notes = notes;
  }

  /**
   * @param port on which the inspector of the process listens now
   * @param originalPort on which it would open
   */
  static async set(
    pid: number,
    devtools: DevtoolsConnection,
    port: number,
    originalPort: number,
  ): Promise<InspectorWatchdog> {
    const descriptor = connectedDescriptor(pid, port, devtools.localPort);
    const object = descriptor && (await evaluate(devtools, watchdogExpression(descriptor, originalPort)));
    return new InspectorWatchdog(
      devtools,
      originalPort,
      object,
      object === undefined ? [unwatched(pid)] : [],
    );
  }

  /** Closes the inspector, which drops the session: there is no reply, only the news that it is closed. */
  async close(): Promise<void> {
    if (this.#object === undefined) {
      await this.#devtools.send('Runtime.evaluate', { expression: closeExpression(this.#originalPort) });
    } else {
      const functionDeclaration = 'function () { this.close() }';
      await this.#devtools.send('Runtime.callFunctionOn', { objectId: this.#object, functionDeclaration });
    }
  }
}

async function evaluate(devtools: DevtoolsConnection, expression: string): Promise<string | undefined> {
  const { result } = await devtools.send(
    'Runtime.evaluate',
    { expression, objectGroup, includeCommandLineAPI: true, silent: true },
    answerTimeout,
  );
  return result.objectId;
}

function watchdogExpression(
  { number, link }: { readonly number: number; readonly link: string },
  port: number,
) {
  return `(() => {
    const { readlinkSync } = ${builtin('fs')};
    const close = () => { clearInterval(timer); ${closeExpression(port)} };
    const look = () => {
      try {
        if (readlinkSync('/proc/self/fd/${number}') === '${link}') return;
      } catch (error) {
        if (error.code !== 'ENOENT') return;
      }
      close();
    };
    const timer = setInterval(look, ${lookEvery}).unref();
    return { close };
  })()`;
}

function unwatched(pid: number): string {
  return `process ${pid} cannot watch the session: if heaptrail is killed, its inspector stays open`;
}
