import { setTimeout as sleep } from 'node:timers/promises';
import { maskedArguments } from '../../format/masked-arguments.ts';
import type { Millis } from '../../format/units.ts';
import type { ProcessExit, ProcessStatus } from '../host/host.ts';
import { host } from '../host/this-host.ts';
import { ProbeError, systemErrorCode } from '../probe-error.ts';
import { descendants } from './descendants.ts';
import { nodeOptionsIn } from './node-options.ts';
import { otherNetwork } from './other-network.ts';
import { runtimeOfProcess } from './runtime-marker.ts';
import { TargetGone } from './target-gone.ts';
import { ageOfProcess, describeProcess, type TargetProcess } from './target-process.ts';

/**
 * Everything that must hold before a process may be signalled. SIGUSR1 ends a process that does not
 * catch it, so each check here stands between a user's mistake and a dead server.
 */

/** How long after its start a process may still be installing its signal handlers. */
const startUp: Millis = 5_000;
const pollEvery: Millis = 10;
/** Of a wrapper's programs, so many are named. */
const shownPrograms = 3;

/**
 * The process, if it is a Node process that we may probe.
 * @throws ProbeError with the reason why not.
 */
export function requireProbeable(pid: number): TargetProcess {
  const target = requireJavaScript(pid);
  if (target.runtime === 'bun') throw notNode(target);
  return target;
}

/**
 * The process, if it runs Node or Bun and we may probe it.
 * @throws ProbeError with the reason why not.
 */
export function requireJavaScript(pid: number): TargetProcess {
  return requireReachable(pid, true);
}

/**
 * The process, if it runs Node and we may signal it. It may be in another network: nothing is sent but a signal.
 * @throws ProbeError with the reason why not.
 */
export function requireSignallable(pid: number): TargetProcess {
  const target = requireReachable(pid, false);
  if (target.runtime === 'bun') throw notNode(target);
  return target;
}

function requireReachable(pid: number, byNetwork: boolean): TargetProcess {
  const status = requireOurs(pid);
  requireRunning(pid, status);
  const target = describeProcess(pid);
  if (target === undefined)
    throw host.processes.wordsOf(pid) === undefined ? unknownProgram(pid) : notJavaScript(pid);
  if (byNetwork) requireNetwork(pid);
  requireReadable(pid);
  return target;
}

function requireOurs(pid: number): ProcessStatus {
  if (pid === process.pid) {
    throw new ProbeError(
      'own-process',
      `process ${pid} is heaptrail itself`,
      'give the pid of another process; `heaptrail ps` lists them',
    );
  }
  const status = host.processes.statusOf(pid);
  if (status === undefined) {
    throw new ProbeError(
      'no-such-process',
      `there is no process ${pid}`,
      'run `heaptrail ps` to list the Node and Bun processes',
    );
  }
  if (status.process !== pid) {
    throw new ProbeError(
      'thread-of-process',
      `${pid} is a thread of process ${status.process}, not a process`,
      `run \`heaptrail attach ${status.process}\``,
    );
  }
  try {
    // Signal 0 is never delivered: it only asks for the permission.
    process.kill(pid, 0);
  } catch (error) {
    if (systemErrorCode(error) === 'EPERM') throw notPermitted(pid, error);
  }
  return status;
}

function requireRunning(pid: number, status: ProcessStatus): void {
  if (status.state === 'ended') {
    throw new ProbeError(
      'not-alive',
      `process ${pid} has already ended (its parent has not collected it yet)`,
      'give the pid of a living process; `heaptrail ps` lists them',
    );
  }
  if (status.state === 'stopped') {
    throw new ProbeError(
      'stopped',
      `process ${pid} is stopped and cannot answer`,
      `resume it with \`kill -CONT ${pid}\`, then run \`heaptrail attach ${pid}\``,
    );
  }
  if (status.state === 'traced') {
    throw new ProbeError(
      'stopped',
      `process ${pid} is held by a debugger and cannot answer`,
      `end the debugger, then run \`heaptrail attach ${pid}\``,
    );
  }
}

/** The inspector listens on the target's own loopback, which a container does not share with us. Root may enter it. */
function requireNetwork(pid: number): void {
  const theirs = host.kernel?.networkOf(pid);
  if (theirs === undefined || theirs === host.kernel?.networkOf('self')) return;
  if (process.geteuid?.() !== 0) throw otherNetwork(pid);
}

function requireReadable(pid: number): void {
  const { kernel, processes } = host;
  const isHidden = kernel !== undefined && processes.directoryOf(pid) === undefined;
  if (isHidden && processes.statusOf(pid) !== undefined) throw notPermitted(pid);
}

/**
 * Waits until the process catches SIGUSR1: its first milliseconds do not, and the signal would end it.
 * A user's own handler passes too: only silence after the signal tells it from the inspector's.
 * @throws ProbeError `inspector-disabled`, `signal-not-caught` or `target-gone`.
 */
export async function awaitSignalHandler(pid: number): Promise<void> {
  for (;;) {
    const status = host.processes.statusOf(pid);
    if (status === undefined) throw targetGone(pid, 'before it could be probed');
    requireRunning(pid, status);
    if (writesSnapshotBySigusr1(pid)) throw signalNotCaught(pid);
    const signals = host.kernel?.signalsOf(pid);
    if (signals?.catches('SIGUSR1')) return;
    if (disablingOption(pid) !== undefined) throw signalNotCaught(pid);
    if (ageOfProcess(pid) > startUp) {
      // A host without masks tells by the age alone: Node installs its handlers in its first milliseconds.
      if (signals === undefined) return;
      throw signalNotCaught(pid);
    }
    await sleep(pollEvery);
  }
}

function signalNotCaught(pid: number): ProbeError {
  const option = disablingOption(pid);
  if (option !== undefined || host.kernel?.signalsOf(pid)?.blocks('SIGUSR1')) {
    return new ProbeError(
      'inspector-disabled',
      `process ${pid} runs with its inspector disabled` + (option === undefined ? '' : ` (${option})`),
      `${withoutIt(option)}, or with \`node --heapsnapshot-signal=SIGUSR2\`; then run \`heaptrail attach PID\` again`,
    );
  }
  return new ProbeError(
    'signal-not-caught',
    `process ${pid} does not catch SIGUSR1: the signal that opens the inspector would end it, so it was not sent`,
    runtimeOfProcess(pid)?.isSingleExecutable
      ? 'it is a single executable of Node: options that were built into it, such as --disable-sigusr1, are not seen from ' +
          'here. Start it with `NODE_OPTIONS=--heapsnapshot-signal=SIGUSR2` in its environment; then run `heaptrail attach PID` again'
      : 'the program removed the handler (with its own SIGUSR1 listener), or it is still starting: ' +
          'start it with `node --inspect=127.0.0.1:0`; then run `heaptrail attach PID` again',
  );
}

function withoutIt(option: DisablingOption | undefined): string {
  if (option === '--permission')
    return 'start it with `node --permission --allow-inspector` (Node 24 and later)';
  return option === undefined
    ? 'start it without --disable-sigusr1 and --permission'
    : `start it without ${option}`;
}

type DisablingOption = '--disable-sigusr1' | '--permission' | typeof snapshotBySigusr1;
const snapshotBySigusr1 = '--heapsnapshot-signal=SIGUSR1';

/** The signal that opens the inspector then makes the process write a snapshot. */
function writesSnapshotBySigusr1(pid: number): boolean {
  return (
    nodeOptionsOf(pid).findLast((option) => option.startsWith('--heapsnapshot-signal=')) === snapshotBySigusr1
  );
}

function disablingOption(pid: number): DisablingOption | undefined {
  if (writesSnapshotBySigusr1(pid)) return snapshotBySigusr1;
  const options = nodeOptionsOf(pid);
  if (options.includes('--disable-sigusr1')) return '--disable-sigusr1';
  return options.includes('--permission') && !options.includes('--allow-inspector')
    ? '--permission'
    : undefined;
}

/**
 * The options Node was started with: those before the script, and those in NODE_OPTIONS. A single executable has no script,
 * and the options that were built into it are not seen.
 */
export function nodeOptionsOf(pid: number): readonly string[] {
  const [, ...args] = host.processes.wordsOf(pid) ?? [];
  const environment = host.processes.environmentOf(pid);
  const inherited = environment
    .find((entry) => entry.startsWith('NODE_OPTIONS='))
    ?.slice('NODE_OPTIONS='.length)
    .split(/\s+/);
  const typed = nodeOptionsIn(args);
  const isOwn = typed.length > 0 && runtimeOfProcess(pid)?.isSingleExecutable;
  return [...nodeOptionsIn(inherited ?? []), ...(isOwn ? [] : typed)];
}

export function targetGone(pid: number, when: string, exit: ProcessExit = {}): TargetGone {
  return new TargetGone(pid, when, exit);
}

function notPermitted(pid: number, cause?: unknown): ProbeError {
  return new ProbeError(
    'not-permitted',
    `process ${pid} belongs to another user or is protected: this user may not probe it`,
    process.geteuid?.() === 0
      ? 'root has no right to trace it here: start this container with the capability SYS_PTRACE (docs/containers.md)'
      : `run heaptrail as the user who started the process, or as root: \`sudo heaptrail attach ${pid}\``,
    { cause },
  );
}

/** Without a list of processes: a signal would end a program that is not Node. */
function unknownProgram(pid: number): ProbeError {
  return new ProbeError(
    'processes-not-listed',
    `this system does not tell what process ${pid} runs (\`ps\` is missing or failed), so no signal was sent`,
    'start the program with `heaptrail record -- COMMAND`, or with `node --import heaptrail/probe`',
  );
}

function notJavaScript(pid: number): ProbeError {
  const executable = host.processes.executableOf(pid);
  const programs = descendants(pid)
    .filter((child) => child !== process.pid)
    .flatMap((child) => describeProcess(child) ?? []);
  return new ProbeError(
    'not-javascript',
    `process ${pid} is neither Node nor Bun` + (executable === undefined ? '' : ` (it runs ${executable})`),
    programs.length === 0
      ? 'run `heaptrail ps` to list the Node and Bun processes'
      : `attach to what it started: ${programs.slice(0, shownPrograms).map(attachTo).join(', ')}`,
  );
}

/** `heaptrail attach 4712 (node server.mjs)` */
function attachTo({ pid, command }: TargetProcess): string {
  return `heaptrail attach ${pid} (${maskedArguments(command).join(' ')})`;
}

/** SIGUSR1 ends a Bun process. */
function notNode({ pid, version }: TargetProcess): ProbeError {
  return new ProbeError(
    'not-node',
    `process ${pid} runs Bun${version === undefined ? '' : ' ' + version}, not Node; no signal was sent`,
    'use `heaptrail attach`, which knows both Node and Bun',
  );
}
