import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import type { Bytes, Millis } from '../../format/units.ts';
import { perfMissing, perfRefusal, perfRights } from './perf-refusal.ts';
import { type PageFault, PerfStream } from './perf-stream.ts';

/** Reading the symbols of a large program takes perf a moment; a busy machine makes it many. */
const startTimeout: Millis = 20_000;
const endTimeout: Millis = 10_000;
/** How the kernel is asked to look. */
export interface PerfSampling {
  /** Of so many faults, one is told. */
  readonly period: number;
  /** What of each stack is copied. */
  readonly stackCopy: Bytes;
}

/** Of all buffers between the kernel and perf. */
const mostBuffers: Bytes = 32 * 1024 * 1024;
const mostSaid = 10_000;
const unknownToTheEnd = 'who takes native memory is not known to the end';

/**
 * `perf record` on one process, a child of ours. It waits for a `cat` that reads our end of a pipe: however we end, the
 * kernel closes the pipe, `cat` ends and perf with it. Nothing is written to disk, and nothing is in the process itself.
 */
export class PerfRecord {
  readonly #child: ChildProcess;
  readonly #stream: PerfStream;
  readonly #closed: Promise<void>;
  #said = '';
  #lost = 0;
  #faults = 0;
  #failure: string | undefined;
  #isStopping = false;

  private constructor(pid: number, sampling: PerfSampling, onFault: (fault: PageFault) => void) {
    this.#stream = new PerfStream({
      onFault: (fault) => {
        if (fault.pid !== pid) return;
        this.#faults += 1;
        onFault(fault);
      },
      onLost: (samples) => {
        this.#lost += samples;
      },
    });
    // Apart from our group: what is typed to end us must not end it before it has told everything.
    this.#child = spawn('perf', argumentsFor(pid, sampling), {
      stdio: 'pipe',
      detached: true,
      env: { ...process.env, LC_ALL: 'C' },
    });
    this.#closed = new Promise((resolve) => {
      this.#child.once('error', ({ message }) => {
        this.#said += message;
        resolve();
      });
      this.#child.once('close', () => {
        // With its process it ends as well, and that is told elsewhere.
        if (this.#stream.begun && !this.#isStopping && existsSync(`/proc/${pid}`))
          this.#failure ??= `${unknownToTheEnd}: perf ended before the recording did`;
        resolve();
      });
    });
    this.#child.stdin!.on('error', () => {});
    this.#child.stderr!.on('data', (said: Buffer) => {
      if (this.#said.length < mostSaid) this.#said += said.toString();
    });
    this.#child.stdout!.on('data', (piece: Buffer) => this.#take(piece));
  }

  /** @returns why it cannot, in one sentence, or the child at work */
  static async start(
    pid: number,
    sampling: PerfSampling,
    onFault: (fault: PageFault) => void,
  ): Promise<PerfRecord | string> {
    const record = new PerfRecord(pid, sampling, onFault);
    return (await record.#begun()) ? record : record.#refusal();
  }

  /** Whether stacks are found by tables. */
  static get unwinds(): boolean {
    return process.arch === 'x64';
  }

  get faults(): number {
    return this.#faults;
  }

  get lost(): number {
    return this.#lost;
  }

  /** Why it can tell no more, in words. */
  get failure(): string | undefined {
    return this.#failure;
  }

  /** Ends it once it has told everything. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    this.#child.stdin!.end();
    const late = setTimeout(() => this.#child.kill('SIGKILL'), endTimeout);
    await this.#closed;
    clearTimeout(late);
  }

  #take(piece: Buffer): void {
    if (this.#failure !== undefined) return;
    try {
      this.#stream.push(piece);
    } catch (error) {
      this.#failure = `${unknownToTheEnd}: ${error instanceof Error ? error.message : String(error)}`;
      this.#child.stdin!.end();
    }
  }

  /** The first piece of the stream comes once the kernel has agreed. */
  async #begun(): Promise<boolean> {
    const first = new Promise<void>((resolve) => {
      this.#child.stdout!.once('data', () => resolve());
    });
    const late = setTimeout(() => this.#child.kill('SIGKILL'), startTimeout);
    await Promise.race([first, this.#closed]);
    clearTimeout(late);
    return this.#stream.begun;
  }

  #refusal(): string {
    if (this.#said.includes('ENOENT')) return perfMissing;
    return perfRefusal(this.#said, perfRights());
  }
}

function argumentsFor(pid: number, { period, stackCopy }: PerfSampling): string[] {
  const { isPrivileged } = perfRights();
  return [
    'record',
    '--quiet',
    '--event',
    // Others may only see what the program itself touches, not what the kernel touches for it.
    isPrivileged ? 'page-faults' : 'page-faults:u',
    `--count=${period}`,
    '--data',
    '--clockid=CLOCK_MONOTONIC',
    `--call-graph=${PerfRecord.unwinds ? `dwarf,${stackCopy}` : 'fp'}`,
    ...(isPrivileged ? [`--mmap-pages=${bufferPages()}`] : []),
    '--no-buildid',
    '--no-buildid-cache',
    `--pid=${pid}`,
    '--output=-',
    '--',
    'cat',
  ];
}

/** One buffer for each processor, a power of two. */
function bufferPages(): number {
  const each = mostBuffers / availableParallelism() / 4096;
  return 2 ** Math.min(11, Math.max(7, Math.floor(Math.log2(each))));
}
