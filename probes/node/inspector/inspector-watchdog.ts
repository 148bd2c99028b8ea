import type { Millis } from '../../../format/units.ts';
import { connectedDescriptor } from '../../target/connected-socket.ts';
import { answerTimeout } from '../../transport/answer-timeout.ts';
import type { DevtoolsConnection } from '../../transport/devtools-connection.ts';
import { builtin, closeExpression, inspectorFunctions } from './target-expressions.ts';

/** A look at one link in /proc, some microseconds. */
const lookEvery: Millis = 1_000;
const objectGroup = 'heaptrail-watchdog';

/**
 * Closes the inspector from the inside if the session with it is lost, because a probe that was killed cannot. The
 * target watches the socket of the session among its own descriptors: the kernel takes it away with the process at the
 * other end, whatever became of that. While another client is connected, it waits for that one as well. The timer keeps
 * no program alive and is gone after a normal close.
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
    const object =
      descriptor && (await evaluate(devtools, watchdogExpression(descriptor, port, originalPort)));
    return new InspectorWatchdog(
      devtools,
      originalPort,
      object,
      object === undefined ? [unwatched(pid)] : [],
    );
  }

  /**
   * Closes the inspector, which drops the session: there is no reply, only the news that it is closed.
   * @returns false where another client is connected: then it stays open until that one leaves
   */
  async close(): Promise<boolean> {
    if (this.#object === undefined) {
      const expression = closeExpression(this.#originalPort);
      await this.#devtools.send('Runtime.evaluate', { expression, includeCommandLineAPI: true });
      return true;
    }
    const functionDeclaration = 'function () { return this.leave() }';
    const { result } = await this.#devtools.send('Runtime.callFunctionOn', {
      objectId: this.#object,
      functionDeclaration,
      returnByValue: true,
    });
    return result.value !== false;
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

/** Functions for a target: how many clients its inspector has. proc(5): 01 is an established connection. */
export const clientsFunction = `
  const fs = ${builtin('fs')};
  const clientsOn = (port) => {
    const local = ':' + port.toString(16).toUpperCase().padStart(4, '0');
    let count = 0;
    for (const file of ['/proc/self/net/tcp', '/proc/self/net/tcp6']) {
      let text = '';
      try {
        text = fs.readFileSync(file, 'utf8');
      } catch {}
      for (const line of text.split('\\n')) {
        const [, from = '', , state] = line.trim().split(/\\s+/);
        if (state === '01' && from.endsWith(local)) count += 1;
      }
    }
    return count;
  };`;

/** No session for this long after the inspector opened anew, and there will be none. */
const guardedFor: Millis = 5_000;
/** Where the watchdog finds the guard. */
const guardKey = "Symbol.for('heaptrail.guard')";

/** `guard()`: closes the inspector that was opened just now, unless a watchdog takes over or somebody is connected. */
export const guardFunctions = (originalPort: number) => `
  ${inspectorFunctions}
  ${clientsFunction}
  const guard = () => {
    const url = inspector.url();
    if (url === undefined) return;
    const port = Number(new URL(url).port);
    const end = () => {
      clearInterval(timer);
      delete process[${guardKey}];
    };
    const timer = setInterval(() => {
      if (inspector.url() === url && clientsOn(port) > 0) return;
      end();
      if (inspector.url() === url) closeInspector(${originalPort});
    }, ${guardedFor}).unref();
    Object.defineProperty(process, ${guardKey}, { value: end, configurable: true });
  };`;

function watchdogExpression(
  { number, link }: { readonly number: number; readonly link: string },
  port: number,
  originalPort: number,
) {
  return `(() => {
    ${inspectorFunctions}
    ${clientsFunction}
    process[${guardKey}]?.();
    const isConnected = () => {
      try {
        return fs.readlinkSync('/proc/self/fd/${number}') === '${link}';
      } catch (error) {
        return error.code !== 'ENOENT';
      }
    };
    const close = () => {
      clearInterval(timer);
      closeInspector(${originalPort});
    };
    const timer = setInterval(() => {
      if (!isConnected() && clientsOn(${port}) === 0) close();
    }, ${lookEvery}).unref();
    return {
      leave() {
        if (clientsOn(${port}) > 1) return false;
        close();
      },
    };
  })()`;
}

function unwatched(pid: number): string {
  return `process ${pid} cannot watch the session: if heaptrail is killed, its inspector stays open`;
}
