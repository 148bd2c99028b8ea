import { type ChildProcess, type StdioOptions, spawn } from 'node:child_process';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Millis } from '../../format/units.ts';
import { host } from '../host/this-host.ts';
import { ProbeError, type ProbeErrorCode } from '../probe-error.ts';
import { descendants } from './descendants.ts';
import { OutputLines } from './output-lines.ts';
import { describeProcess, type TargetProcess } from './target-process.ts';

/** A wrapper (a shell, npm) may take a while until the program itself runs. */
const startTimeout: Millis = 15_000;
const stopTimeout: Millis = 10_000;
const endTimeout: Millis = 2_000;
const pollEvery: Millis = 10;

/** How it is told that a process has ended, before or while it is probed. */
const told: ReadonlySet<ProbeErrorCode> = new Set(['target-gone', 'no-such-process', 'not-alive']);

/** How a program ended: `exit code 1`, `SIGTERM`. */
export type ProgramEnd = string;

export type ProgramOutput = 'inherit' | 'stderr' | OutputLines;

/** A program that was started to be recorded. */
export class StartedProgram {
  readonly #name: string;
  readonly #child: ChildProcess;
  readonly #pid: number;
  readonly ended: Promise<ProgramEnd>;
  #end: ProgramEnd | undefined;

  private constructor(name: string, child: ChildProcess, pid: number) {
    this.#name = name;
    this.#child = child;
    this.#pid = pid;
    this.ended = new Promise((resolve) => {
      child.once('exit', (code, signal) => {
        this.#end = signal ?? `exit code ${code}`;
        resolve(this.#end);
      });
    });
  }

  /**
   * @param output where the program's stdout goes: `inherit`, `stderr` to keep ours clean, or to whom both it and
   *   stderr are told
   * @param environment what it gets beside our own; what it starts inherits it
   * @param directory where it is started, if that is not where we are
   * @throws ProbeError `program-not-started`
   */
  static async start(
    command: readonly string[],
    output: ProgramOutput,
    environment: Readonly<Record<string, string>> = {},
    directory?: string,
  ): Promise<StartedProgram> {
    const [name = '', ...args] = command;
    const child = spawn(name, args, {
      env: { ...process.env, ...environment },
      cwd: directory,
      stdio: stdioFor(output),
    });
    if (output instanceof OutputLines) {
      output.follow(child.stdout!);
      output.follow(child.stderr!);
    }
    return await new Promise((resolve, reject) => {
      child.once('error', (error) => reject(notStarted(name, error)));
      child.once('spawn', () => {
        host.processes.started(child.pid!, command);
        resolve(new StartedProgram(name, child, child.pid!));
      });
    });
  }

  /** Of what was started itself, which may be a wrapper around the program. */
  get pid(): number {
    return this.#pid;
  }

  /**
   * The process that does the work: the program itself, or the first one below it that is no package manager and
   * that `accepts` takes. A process that it does not take yet is asked about again, with those found before it.
   * @throws ProbeError `program-not-started` if it ended first; `not-javascript` if none appears,
   *   `bun-not-prepared` if there are only Bun processes that were not taken
   */
  async findRuntime(
    signal: AbortSignal,
    accepts: (target: TargetProcess, before: readonly TargetProcess[]) => boolean,
  ): Promise<TargetProcess> {
    const deadline = Date.now() + startTimeout;
    let seen: TargetProcess | undefined;
    while (Date.now() < deadline) {
      if (signal.aborted) throw stoppedEarly(this.#name);
      if (this.#end !== undefined) throw endedEarly(this.#name, this.#end);
      const found = [this.#pid, ...descendants(this.#pid)].flatMap((pid) => programIn(pid) ?? []);
      const taken = found.find((target, at) => accepts(target, found.slice(0, at)));
      if (taken !== undefined) return taken;
      seen = found[0];
      await sleep(pollEvery);
    }
    throw seen === undefined ? notStartedAny(this.#name) : notPrepared(seen);
  }

  /**
   * Does what begins to probe the program.
   * @throws ProbeError `program-not-started`, with how it ended, if that is why it failed
   */
  async orItsEnd<T>(begin: () => Promise<T>): Promise<T> {
    try {
      return await begin();
    } catch (error) {
      if (!(error instanceof ProbeError) || !told.has(error.code)) throw error;
      // A wrapper goes after what it started, and may go on without it.
      const end = await Promise.race([this.ended, sleep(endTimeout, undefined, { ref: false })]);
      throw end === undefined ? error : endedEarly(this.#name, end);
    }
  }

  /** Ends the program and what it started: SIGTERM, and SIGKILL for what does not end by that. */
  async stop(): Promise<void> {
    // Wrappers such as `sh -c` do not pass signals on; what is below them would stay.
    const family = [...descendants(this.#pid)].reverse();
    for (const pid of family) signalIfAlive(pid, 'SIGTERM');
    this.#child.kill('SIGTERM');
    const ended = await Promise.race([this.ended, sleep(stopTimeout, undefined, { ref: false })]);
    if (ended !== undefined) return;
    for (const pid of family) signalIfAlive(pid, 'SIGKILL');
    this.#child.kill('SIGKILL');
    await this.ended;
  }
}

function stdioFor(output: ProgramOutput): StdioOptions {
  if (output instanceof OutputLines) return [output.input, 'pipe', 'pipe'];
  return ['inherit', output === 'stderr' ? process.stderr : 'inherit', 'inherit'];
}

/** Before `exec` a child is still a copy of us, with our arguments, and in the midst of it there are none. */
function programIn(pid: number): TargetProcess | undefined {
  const target = describeProcess(pid);
  if (target === undefined || target.command.length === 0) return undefined;
  const ours = (host.processes.wordsOf('self') ?? []).join('\0');
  return target.command.join('\0') !== ours && !isPackageManager(target.command) ? target : undefined;
}

const packageManagers: ReadonlySet<string> = new Set([
  'npm-cli.js',
  'npx-cli.js',
  'npm',
  'npx',
  'yarn',
  'yarn.js',
  'pnpm',
  'pnpm.cjs',
  'corepack',
  'corepack.js',
]);

/** Package managers also set their process title, `npm run start`, over their arguments. */
function isPackageManager(command: readonly string[]): boolean {
  const [title = '', script = ''] = command;
  return packageManagers.has(path.basename(script)) || /^(npm|npx|yarn|pnpm)( |$)/.test(title);
}

function signalIfAlive(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It ended by itself meanwhile, which is what the signal asks for.
  }
}

function notStarted(name: string, cause: Error): ProbeError {
  return new ProbeError(
    'program-not-started',
    `cannot start ${name}: ${cause.message}`,
    'give a command that runs by itself, for example heaptrail record -- node server.js',
    { cause },
  );
}

function notStartedAny(name: string): ProbeError {
  return new ProbeError(
    'not-javascript',
    `${name} started no Node or Bun process`,
    'name a command that runs one, for example heaptrail record -- node server.js',
  );
}

function notPrepared({ pid, version }: TargetProcess): ProbeError {
  return new ProbeError(
    'bun-not-prepared',
    `process ${pid} runs Bun${version === undefined ? '' : ' ' + version} and opened no inspector when it started: ` +
      'whatever started it removed BUN_INSPECT from its environment',
    'start the program itself: heaptrail record -- bun server.ts',
  );
}

function endedEarly(name: string, end: ProgramEnd): ProbeError {
  return new ProbeError(
    'program-not-started',
    `${name} ended (${end}) before it could be probed`,
    end === 'exit code 0' ? 'record a program that keeps running' : 'its output above says why',
  );
}

function stoppedEarly(name: string): ProbeError {
  return new ProbeError(
    'program-not-started',
    `stopped from the keyboard before ${name} could be probed`,
    'start it again',
  );
}
