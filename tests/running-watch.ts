import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { WatchEvent } from '../format/watch-event.ts';
import { commandFile } from './heaptrail-command.ts';

/** A running `heaptrail watch`, and the events it told so far. */
export class RunningWatch {
  static readonly #all: RunningWatch[] = [];

  readonly #child: ChildProcess;
  readonly #exited: Promise<unknown[]>;
  stdout = '';
  stderr = '';

  /** @param cwd where it keeps what it records, unless the words say another place */
  constructor(cwd: string, words: readonly string[], environment: NodeJS.ProcessEnv = {}) {
    const { NO_COLOR: _, FORCE_COLOR: __, ...env } = { ...process.env, ...environment };
    this.#child = spawn(...this.command(words), { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    this.#exited = once(this.#child, 'exit');
    this.#child.stdout!.setEncoding('utf8').on('data', (text: string) => {
      this.stdout += text;
    });
    this.#child.stderr!.setEncoding('utf8').on('data', (text: string) => {
      this.stderr += text;
    });
    RunningWatch.#all.push(this);
  }

  protected command(words: readonly string[]): [file: string, words: string[]] {
    return [process.execPath, [commandFile, 'watch', ...words]];
  }

  get events(): readonly WatchEvent[] {
    const whole = this.stdout.slice(0, this.stdout.lastIndexOf('\n') + 1);
    return whole
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as WatchEvent);
  }

  kinds(): readonly string[] {
    return this.events.map(({ event }) => event);
  }

  /** The nth event of the kind, as soon as it was told. */
  async told<K extends WatchEvent['event']>(kind: K, nth = 1): Promise<Extract<WatchEvent, { event: K }>> {
    const deadline = Date.now() + 150_000;
    for (;;) {
      const found = this.events.filter((event) => event.event === kind)[nth - 1];
      if (found !== undefined) return found as Extract<WatchEvent, { event: K }>;
      if (this.#child.exitCode !== null || Date.now() > deadline)
        throw new Error(`it did not tell of ${kind}: ${this.stdout}${this.stderr}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  /** As Ctrl-C does. @returns the exit code */
  async interrupt(signal: NodeJS.Signals = 'SIGINT'): Promise<number | null> {
    this.#child.kill(signal);
    await this.#exited;
    return this.#child.exitCode;
  }

  async exitCode(): Promise<number | null> {
    await this.#exited;
    return this.#child.exitCode;
  }

  /** For the end of a test file. */
  static async endAll(): Promise<void> {
    for (const one of RunningWatch.#all) await one.end();
  }

  async end(): Promise<void> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) this.#child.kill('SIGKILL');
    await this.#exited;
  }
}
