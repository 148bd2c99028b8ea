import { randomUUID } from 'node:crypto';
import { host } from '../../host/this-host.ts';
import { answerTimeout } from '../../transport/answer-timeout.ts';
import type { DevtoolsConnection } from '../../transport/devtools-connection.ts';
import { evaluateWithModules } from './evaluate-with-modules.ts';
import { joinExpression, type ListedSession, leaveExpression } from './inspector-sessions.ts';

/**
 * A session's place in the target's list of ours (`inspector-sessions.ts`). By it the inspector is closed from the
 * inside if the session is lost, because a probe that was killed cannot: the target watches the socket of the session
 * among its own descriptors, and the kernel takes that away with the process at the other end.
 */
export class InspectorWatchdog {
  readonly notes: readonly string[];
  /** Evaluated in the target, it leaves the list: the last one closes the inspector. */
  readonly leaveExpression: string;
  readonly #devtools: DevtoolsConnection;

  private constructor(devtools: DevtoolsConnection, session: ListedSession, notes: readonly string[]) {
    this.#devtools = devtools;
    this.leaveExpression = leaveExpression(session);
    this.notes = notes;
  }

  /**
   * @param port on which the inspector of the process listens now
   * @param originalPort on which it would open, if the inspector is ours; otherwise only the list of another recording
   *   makes it so
   * @returns undefined if the inspector is not ours
   */
  static async set(
    pid: number,
    devtools: DevtoolsConnection,
    port: number,
    originalPort?: number,
  ): Promise<InspectorWatchdog | undefined> {
    const found = host.kernel?.connectedDescriptor(pid, port, devtools.localPort);
    const session =
      found === undefined ? { link: randomUUID() } : { descriptor: found.number, link: found.link };
    const { result } = await evaluateWithModules(
      devtools,
      {
        expression: joinExpression(session, originalPort),
        returnByValue: true,
        silent: true,
      },
      answerTimeout,
    );
    if (originalPort === undefined && result.value !== true) return undefined;
    return new InspectorWatchdog(
      devtools,
      session,
      found === undefined && host.kernel !== undefined ? [unwatched(pid)] : [],
    );
  }

  /**
   * Closes the inspector, which drops the session: there is no reply, only the news that it is closed.
   * @returns false if another client is connected: then it stays open until that one leaves
   */
  async close(): Promise<boolean> {
    const { result } = await evaluateWithModules(this.#devtools, {
      expression: this.leaveExpression,
      returnByValue: true,
    });
    return result.value !== false;
  }
}

function unwatched(pid: number): string {
  return `process ${pid} cannot watch the session: if heaptrail is killed, its inspector stays open`;
}
