import type { MemorySample } from '../../format/memory-sample.ts';
import type { ProcessDescription } from '../../format/recording.ts';
import type { ResidentParts } from '../../format/resident-parts.ts';
import type { Millis } from '../../format/units.ts';
import { readMallocBlocks } from '../allocator/read-malloc-blocks.ts';
import { procFolder, readProcText } from '../host/linux/proc-files.ts';
import { parseStatus } from '../host/linux/proc-text.ts';
import { readMappings } from '../mappings/read-mappings.ts';
import { residentPartsIn, residentPartsOfStatus } from '../mappings/resident-parts.ts';

/** Reading takes the kernel at most one part in this many of the time: it needs 40 ms for each GiB that is resident. */
const restsFor = 200;

/**
 * Reads now and then where a process's memory is. The kernel walks all of its pages for that, so a reading is too much for
 * every second: it goes on beside the samples, and comes with the first sample after it is done.
 */
export class PartsReader {
  readonly #pid: number;
  readonly #engine: 'v8' | 'jsc';
  readonly #every: Millis;
  readonly #proc: string;
  #dueAt = 0;
  #open: Promise<void> | undefined;
  #ready: ResidentParts | undefined;
  #refused = false;
  #blocksRefused = false;

  /** @param every how often, at most */
  constructor(
    { pid, runtime }: Pick<ProcessDescription, 'pid' | 'runtime'>,
    every: Millis,
    proc = procFolder,
  ) {
    this.#proc = proc;
    this.#pid = pid;
    this.#engine = runtime === 'bun' ? 'jsc' : 'v8';
    this.#every = every;
  }

  /** Why the parts are known only in part, in words; undefined if they are known. */
  get refusal(): string | undefined {
    if (this.#blocksRefused && !this.#refused) return blocksRefusal(this.#pid);
    if (!this.#refused) return undefined;
    return `only some parts of resident memory are known: /proc/${this.#pid}/smaps cannot be read; run heaptrail as the user of the process, or as root`;
  }

  /** The sample with a reading that was done since the one before it. Begins another one if it is time. */
  withReady(sample: MemorySample): MemorySample {
    const ready = this.#ready;
    this.#ready = undefined;
    if (this.#open === undefined && Date.now() >= this.#dueAt) {
      this.#open = this.#read(sample).finally(() => {
        this.#open = undefined;
      });
    }
    return ready === undefined ? sample : { ...sample, parts: ready };
  }

  /** Until the reading that goes on is done, if there is one. */
  async untilRead(): Promise<void> {
    await this.#open;
  }

  /** The sample with a reading of this moment. */
  async withNow(sample: MemorySample): Promise<MemorySample> {
    await this.untilRead();
    await this.#read(sample);
    const ready = this.#ready;
    this.#ready = undefined;
    return ready === undefined ? sample : { ...sample, parts: ready };
  }

  async #read(figures: MemorySample): Promise<void> {
    const at = Date.now();
    const before = process.cpuUsage();
    const mappings = await readMappings(this.#pid, this.#engine, this.#proc);
    const malloc = mappings && (await readMallocBlocks(this.#pid, mappings, figures.swap, this.#proc));
    const took = Date.now() - at;
    // What holds up the process, not how long others had their turn on a busy machine.
    this.#dueAt = at + Math.max(this.#every, (process.cpuUsage(before).system / 1_000) * restsFor);
    if (mappings !== undefined) {
      const parts = residentPartsIn(mappings, this.#engine, figures);
      const blocks = malloc === undefined || malloc === 'not-allowed' ? {} : { malloc };
      this.#blocksRefused ||= malloc === 'not-allowed';
      this.#ready = { at, ...parts, ...blocks, took };
      return;
    }
    const status = readProcText(`${this.#proc}/${this.#pid}/status`);
    const parts = status === undefined ? undefined : residentPartsOfStatus(parseStatus(status), figures);
    if (parts === undefined) return;
    this.#refused = true;
    this.#ready = { at, ...parts };
  }
}

/** Yama lets a process read the memory of its own children alone. */
function blocksRefusal(pid: number): string {
  return (
    `which memory of malloc is in use and which was freed is not known: /proc/${pid}/mem cannot be read; run heaptrail as root, ` +
    'start the program with heaptrail record, or set kernel.yama.ptrace_scope to 0. The parts of resident memory are known'
  );
}
