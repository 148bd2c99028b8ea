import { connectedDescriptor } from '../../target/connected-socket.ts';
import type { DevtoolsConnection } from '../../transport/devtools-connection.ts';
import { Standby } from './standby.ts';
import { closeExpression } from './target-expressions.ts';

/**
 * Holds the socket of a session beside us. Node writes to an inspector's socket whose other end has just closed through
 * a null pointer (nodejs/node#34833, #64209): a probe that is killed in the middle of a snapshot would take the target
 * with it in one of some dozen cases. With a second holder of the socket the target does not see us go; the heir reads
 * what is still on its way and ends the session when nothing more can come.
 */
export class SessionHeir {
  readonly #standby: Standby | undefined;
  readonly #devtools: DevtoolsConnection;

  private constructor(devtools: DevtoolsConnection, standby: Standby | undefined) {
    this.#devtools = devtools;
    this.#standby = standby;
  }

  /**
   * @param port of the inspector
   * @param originalPort on which it would open, if the inspector is ours to close
   */
  static async of(devtools: DevtoolsConnection, port: number, originalPort?: number): Promise<SessionHeir> {
    const own = connectedDescriptor(process.pid, devtools.localPort, port);
    const commands = originalPort === undefined ? endOfProfiling : endOfInspector(originalPort);
    const standby =
      own &&
      (await Standby.start(
        'inherit-session',
        commands.map((each) => JSON.stringify(each)),
        own.number,
      ));
    return new SessionHeir(devtools, standby);
  }

  /** The session is closed. */
  dismiss(): void {
    this.#standby?.dismiss();
  }

  /** Leaves a session to the heir whose target does not answer, and may be writing. */
  async takeOver(): Promise<void> {
    if (this.#standby === undefined) return await this.#devtools.close();
    await this.#devtools.drop();
    this.#standby.takeOver();
  }
}

interface Command {
  readonly method: string;
  readonly params?: Readonly<Record<string, unknown>>;
}

const endOfProfiling: readonly Command[] = [
  { method: 'NodeWorker.disable' },
  { method: 'HeapProfiler.disable' },
];

function endOfInspector(originalPort: number): readonly Command[] {
  return [
    {
      method: 'Runtime.evaluate',
      params: { expression: closeExpression(originalPort), includeCommandLineAPI: true },
    },
  ];
}
