import { randomUUID } from 'node:crypto';
import type { Millis } from '../../format/units.ts';
import { listenSocketsOf } from '../target/listen-sockets.ts';
import type { TargetProcess } from '../target/target-process.ts';

/**
 * What makes every Bun that is started with it, or below it, open its inspector: on a free port of loopback, and on a
 * path that only this user can read. The other way, BUN_INSPECT_CONNECT_TO, is of no use before Bun 1.4: there it
 * loses bytes of every message that it sends while another one waits.
 */
export function inspectorEnvironment(): Readonly<Record<string, string>> {
  return { BUN_INSPECT: `ws://127.0.0.1:0/${randomUUID()}` };
}

/** A Bun that runs a program listens this long after its start at the latest; one that only runs a script never does. */
const inspectorStart: Millis = 1_500;

/**
 * Whether a process may be the program that was started with that environment.
 * @param above what runs JavaScript above it, or was found before it
 */
export function runsTheProgram(target: TargetProcess, above: readonly TargetProcess[]): boolean {
  if (target.runtime === 'bun') return listenSocketsOf(target.pid).length > 0;
  return above.every(
    ({ runtime, startedAt }) => runtime !== 'bun' || Date.now() - startedAt > inspectorStart,
  );
}
