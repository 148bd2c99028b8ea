import {
  type NativeLook,
  type NativePages,
  type NativePart,
  nativeParts,
} from '../../format/native-pages.ts';
import type { ResidentPart } from '../../format/resident-parts.ts';
import type { Bytes, Millis } from '../../format/units.ts';
import type { ClassifiedMapping, EngineOfProcess } from '../mappings/classify-mappings.ts';
import { mappingAt } from '../mappings/part-of-address.ts';
import { readMappings } from '../mappings/read-mappings.ts';
import { ElfFiles } from './elf-files.ts';
import { faultPeriod, faultRate, longerPeriod } from './fault-period.ts';
import { hugePagesAmong, pagesInHuge } from './huge-pages.ts';
import { InitialPages } from './initial-pages.ts';
import { PageBirths, pageSize, type StackBirths } from './page-births.ts';
import { PerfRecord } from './perf-record.ts';
import type { PageFault } from './perf-stream.ts';
import { ResidentPages } from './resident-pages.ts';
import { StackList } from './stack-list.ts';
import { Symbolizer } from './symbolizer.ts';
import { Unwinder } from './unwinder.ts';

/** The engine's own, and what is read from files. */
const notNative: ReadonlySet<ResidentPart> = new Set(['heap', 'code', 'files', 'other']);
/** Those with few pages are added up: reading the names of all of them would take long. */
const mostRead = 2_000;

/** Enough for the parser of SQLite with V8 and the event loop below it. */
const shortCopy: Bytes = 8 * 1024;
/** Some functions have a buffer on the stack that is larger: glibc's setenv puts the new value there. */
const longCopy: Bytes = 48 * 1024;
/** If more stacks than this go on beyond their copies, longer copies of fewer tell more. */
const mostCut = 0.2;
const paceEvery: Millis = 1_000;
const enoughStacks = 50;

/** Who touches new pages of a process outside the engine's heap, and which of them stay. */
export class PageTouches {
  readonly #pid: number;
  readonly #engine: EngineOfProcess;
  readonly #stackCopy: Bytes;
  #period = 1;
  readonly #births = new PageBirths();
  readonly #files: ElfFiles;
  readonly #unwinder: Unwinder;
  readonly #symbolizer: Symbolizer;
  #looks: NativeLook[] = [];
  #mappings: readonly ClassifiedMapping[] = [];
  #initial = InitialPages.none;
  #pages: ResidentPages | undefined;
  #released = 0;
  #huge: ReadonlySet<number> = new Set();
  /** Of the stacks that were followed, how many go on beyond their copies. */
  #stacks = 0;
  #cut = 0;
  #perf: PerfRecord | undefined;
  /** What was told before the period was changed. */
  readonly #earlier = { faults: 0, lost: 0 };
  #pace: NodeJS.Timeout | undefined;
  #changing: Promise<unknown> = Promise.resolve();

  private constructor(pid: number, engine: EngineOfProcess, stackCopy: Bytes) {
    this.#pid = pid;
    this.#engine = engine;
    this.#stackCopy = stackCopy;
    this.#files = new ElfFiles(pid);
    this.#unwinder = new Unwinder(pid, this.#files);
    this.#symbolizer = new Symbolizer(pid, this.#files);
  }

  /** @returns why it cannot, in one sentence */
  static async start(
    pid: number,
    engine: EngineOfProcess,
    stackCopy = shortCopy,
  ): Promise<PageTouches | string> {
    const touches = new PageTouches(pid, engine, stackCopy);
    const refusal = await touches.#listen(await faultPeriod(pid, stackCopy));
    if (refusal !== undefined) return refusal;
    await touches.#begin();
    return touches;
  }

  /** Why it can tell no more, in words. */
  get failure(): string | undefined {
    return this.#perf?.failure;
  }

  /** Whether too many stacks go on beyond what was copied of them. */
  get needsLongerCopies(): boolean {
    return this.#stacks >= enoughStacks && this.#cut > mostCut * this.#stacks;
  }

  /** Begins anew with longer copies; ends this one. */
  async again(): Promise<PageTouches | string> {
    await this.end();
    this.close();
    return await PageTouches.start(this.#pid, this.#engine, longCopy);
  }

  /**
   * Ends an interval: forgets what has no memory left or turned out to be the engine's.
   * @returns false if the process is gone
   */
  async look(): Promise<boolean> {
    const at = Date.now();
    const mappings = await readMappings(this.#pid, this.#engine);
    if (mappings === undefined) return false;
    this.#mappings = mappings;
    if (!this.#forgetOthers()) return false;
    if (this.#pages !== undefined) {
      this.#released = this.#initial.released(this.#pages) * pageSize;
      this.#huge = hugePagesAmong(this.#births.pages, mappings, this.#pages, pageSize);
    }
    const areJoined = this.#births.nextInterval(monotonic());
    if (areJoined) this.#looks = this.#looks.filter((_, interval) => interval % 2 === 0);
    this.#looks.push({ at, held: heldIn(mappings) });
    return true;
  }

  /** No more touches; a last look is still possible. */
  async end(): Promise<void> {
    clearInterval(this.#pace);
    await this.#changing;
    await this.#perf?.stop();
  }

  close(): void {
    this.#pages?.close();
    this.#files.close();
  }

  /** What is known at the last look. */
  told(): NativePages {
    const intervals = this.#looks.length - 1;
    const inBytes = ({ born }: Pick<StackBirths, 'born'>) =>
      Array.from({ length: intervals }, (_, interval) => (born[interval] ?? 0) * pageSize);
    const counted = this.#births.count(
      (page) => partIn(mappingAt(this.#mappings, page * pageSize)),
      (page) => (this.#huge.has(Math.floor(page / pagesInHuge)) ? pagesInHuge : 1),
    );
    const read = counted.slice(0, mostRead);
    const frames = this.#symbolizer.frames(read.map(({ stack }) => stack));
    const list = new StackList(intervals);
    for (const [at, births] of read.entries()) list.add(frames[at]!, inBytes(births), births.part);
    for (const births of counted.slice(mostRead)) list.addOther(inBytes(births));
    return {
      looks: this.#looks,
      resident: this.#pages === undefined ? 'mappings' : 'pagemap',
      unwound: PerfRecord.unwinds ? 'tables' : 'frame-pointers',
      ...list.told(),
      released: this.#released,
      period: this.#period,
      faults: this.#earlier.faults + (this.#perf?.faults ?? 0),
      lost: this.#earlier.lost + (this.#perf?.lost ?? 0),
    };
  }

  /** Listens with this period, and then no longer with the one before. */
  async #listen(period: number): Promise<string | undefined> {
    const perf = await PerfRecord.start(this.#pid, { period, stackCopy: this.#stackCopy }, (fault) =>
      this.#take(fault, period),
    );
    if (typeof perf === 'string') return perf;
    const before = this.#perf;
    this.#perf = perf;
    this.#period = period;
    await before?.stop();
    this.#earlier.faults += before?.faults ?? 0;
    this.#earlier.lost += before?.lost ?? 0;
    return undefined;
  }

  /** A program that gets more to do must not pay more for being looked at. */
  #keepPace(): void {
    const rate = faultRate(this.#pid);
    let isChanging = false;
    this.#pace = setInterval(() => {
      const period = longerPeriod(this.#period, rate(), this.#stackCopy);
      if (isChanging || period === undefined) return;
      isChanging = true;
      this.#changing = this.#listen(period).finally(() => {
        isChanging = false;
      });
    }, paceEvery);
    this.#pace.unref();
  }

  async #begin(): Promise<void> {
    this.#keepPace();

    const mappings = await readMappings(this.#pid, this.#engine);
    this.#mappings = mappings ?? [];
    this.#pages = ResidentPages.open(this.#pid);
    const native = this.#mappings.filter(isNative);
    if (this.#pages !== undefined) this.#initial = InitialPages.read(this.#pages, native);
    this.#looks.push({ at: Date.now(), held: heldIn(this.#mappings) });
  }

  #take(fault: PageFault, period: number): void {
    const { address } = fault;
    // Before anything costly: most pages are the engine's. What was reserved at the last look may be in use now.
    const part = mappingAt(this.#mappings, address)?.part;
    if (part === 'heap' || part === 'code') return;
    if (this.#initial.has(Math.floor(address / pageSize))) return;
    this.#births.add({ ...fault, stack: this.#stackOf(fault) }, period);
  }

  #stackOf({ saved, stack }: PageFault): readonly number[] {
    if (saved === undefined) return stack;
    const unwound = this.#unwinder.unwind(saved);
    this.#stacks += 1;
    if (unwound.isCut) this.#cut += 1;
    return unwound.stack;
  }

  #forgetOthers(): boolean {
    const births = this.#births;
    for (const page of births.pages) {
      const mapping = mappingAt(this.#mappings, page * pageSize);
      if (mapping === undefined || !isNative(mapping)) births.forget(page);
    }
    if (this.#pages === undefined || births.size === 0) return true;
    const absent = this.#pages.absent(births.pages);
    if (absent === undefined) return false;
    for (const page of absent) births.forget(page);
    return true;
  }
}

function isNative({ part }: ClassifiedMapping): boolean {
  return !notNative.has(part);
}

function partIn(mapping: ClassifiedMapping | undefined): NativePart | undefined {
  return nativeParts.find((part) => part === mapping?.part);
}

function heldIn(mappings: readonly ClassifiedMapping[]): number {
  return mappings.filter(isNative).reduce((sum, { resident }) => sum + resident, 0);
}

/** As the kernel dates its samples: nanoseconds, exact to some hundreds. */
function monotonic(): number {
  return Number(process.hrtime.bigint());
}
