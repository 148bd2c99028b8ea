import { host } from '../../host/this-host.ts';
import { processIds } from '../../target/target-process.ts';
import type { DevtoolsConnection } from '../../transport/devtools-connection.ts';
import { Standby } from './standby.ts';

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
   * @param pid of the target
   * @param port of its inspector
   * @param leaveExpression closes the inspector if it is ours and nobody else uses it
   */
  static async of(
    pid: number,
    devtools: DevtoolsConnection,
    port: number,
    leaveExpression?: string,
  ): Promise<SessionHeir> {
    const commands =
      leaveExpression === undefined ? endOfProfiling : [leaving(leaveExpression), ...endOfProfiling];
    const words = commands.map((each) => JSON.stringify(each));
    const { descriptor } = devtools;
    const standby =
      descriptor === undefined
        ? undefined
        : await Standby.start(heirProgram, [`${pid}:${port}`, ...words], { descriptor, isLong: true });
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

/** The ports on which heaptrail has a session with a process now, told by the heirs that stand by for them. */
export function portsInSession(target: number): ReadonlySet<number> {
  const ports = processIds().flatMap((pid) => {
    const words = host.processes.wordsOf(pid) ?? [];
    const program = words.findIndex((word) => word.endsWith(heirFile));
    const [process, port] = (program < 0 ? undefined : words[program + 1])?.split(':').map(Number) ?? [];
    return process === target && port !== undefined ? [port] : [];
  });
  return new Set(ports);
}

const heirProgram = 'inherit-session';
const heirFile = `/${heirProgram}.js`;

interface Command {
  readonly method: string;
  readonly params?: Readonly<Record<string, unknown>>;
}

const endOfProfiling: readonly Command[] = [
  { method: 'NodeWorker.disable' },
  { method: 'HeapProfiler.disable' },
];

function leaving(expression: string): Command {
  return { method: 'Runtime.evaluate', params: { expression, includeCommandLineAPI: true } };
}
