import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

export interface LiveTargetOptions {
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** False for programs that cannot say when they are ready, or must be probed before. */
  readonly awaitReady?: boolean;
}

/** A real program to attach to, in an empty folder of its own. */
export class LiveTarget {
  static readonly #started = new Set<LiveTarget>();
  readonly #child: ChildProcess;
  readonly pid: number;
  readonly folder: string;
  /** What it got beside our own environment. */
  readonly env: Readonly<Record<string, string>>;
  readonly ended: Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>;
  #stdout = '';
  #stderr = '';

  private constructor(child: ChildProcess, folder: string, env: Readonly<Record<string, string>>) {
    this.#child = child;
    this.pid = child.pid!;
    this.folder = folder;
    this.env = env;
    this.ended = new Promise((resolve) => child.once('exit', (code, signal) => resolve({ code, signal })));
    child.stdout!.setEncoding('utf8').on('data', (text: string) => {
      this.#stdout += text;
    });
    child.stderr!.setEncoding('utf8').on('data', (text: string) => {
      this.#stderr += text;
    });
    LiveTarget.#started.add(this);
  }

  /** Runs `source` with `executable -e`, until it has printed `ready`. */
  static async start(
    executable: string,
    source: string,
    options: LiveTargetOptions = {},
  ): Promise<LiveTarget> {
    return await LiveTarget.run(executable, [...(options.args ?? []), '-e', source], options);
  }

  static async run(
    executable: string,
    args: readonly string[],
    options: LiveTargetOptions = {},
  ): Promise<LiveTarget> {
    const folder = mkdtempSync(path.join(tmpdir(), 'heaptrail-target-'));
    const { NODE_OPTIONS: _, ...plain } = process.env;
    const child = spawn(executable, args, {
      cwd: folder,
      env: { ...plain, ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    await new Promise<void>((resolve, reject) => {
      child.once('spawn', resolve);
      child.once('error', reject);
    });
    const target = new LiveTarget(child, folder, options.env ?? {});
    if (options.awaitReady !== false) await target.printed('ready');
    return target;
  }

  get stdout(): string {
    return this.#stdout;
  }

  get stderr(): string {
    return this.#stderr;
  }

  get running(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** Resolves once the program's stdout holds the word; rejects if the program ends before. */
  async printed(word: string): Promise<void> {
    const output = this.#child.stdout!;
    await new Promise<void>((resolve, reject) => {
      const look = () => this.#stdout.includes(word) && resolve();
      output.on('data', look);
      this.#child.once('close', () =>
        reject(new Error(`the target ended without printing ${word}: ${this.#stderr}`)),
      );
      look();
    });
  }

  signal(name: NodeJS.Signals): void {
    this.#child.kill(name);
  }

  /** For a test that others run beside: a target that has been looked at should not work on until all are over. */
  async end(): Promise<void> {
    this.signal('SIGKILL');
    await this.ended;
    rmSync(this.folder, { recursive: true, force: true });
    LiveTarget.#started.delete(this);
  }

  static async endAll(): Promise<void> {
    for (const target of LiveTarget.#started) await target.end();
  }
}
