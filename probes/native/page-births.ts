import type { PageFault } from './perf-stream.ts';

export const pageSize = 4096;

/** How often each stack was where a page got its memory, among the pages that have it still. */
export interface StackBirths<Part = undefined> {
  readonly stack: readonly number[];
  readonly part: Part;
  /** Pages by the interval in which they were touched, the oldest first. */
  readonly born: readonly number[];
}

interface KnownStack {
  readonly stack: readonly number[];
  readonly period: number;
}

/** More frames say nothing that the innermost ones leave open. */
const deepest = 100;
const mostIntervals = 64;

/**
 * The last touch of each page, by the stack that did it. Bounded: of more pages than `mostPages`, every second one is kept,
 * then every fourth, and each stands for as many.
 */
export class PageBirths {
  readonly #stacks: KnownStack[] = [];
  readonly #numberOf = new Map<string, number>();
  /** Of each page: its stack's number and its interval in one. */
  readonly #pages = new Map<number, number>();
  readonly #mostPages: number;
  /** When each interval but the first began, on the machine's monotonic clock in nanoseconds. */
  readonly #bounds: number[] = [];
  #each = 1;

  constructor(mostPages = 500_000) {
    this.#mostPages = mostPages;
  }

  get size(): number {
    return this.#pages.size;
  }

  get pages(): Iterable<number> {
    return this.#pages.keys();
  }

  /** @param period so many touches stand behind each that is told */
  add({ address, stack, time }: PageFault, period = 1): void {
    const page = Math.floor(address / pageSize);
    if (page % this.#each !== 0) return;
    const interval = this.#intervalAt(time);
    const before = this.#pages.get(page);
    if (before !== undefined && before % mostIntervals > interval) return;
    this.#pages.set(page, this.#stackNumber(stack, period) * mostIntervals + interval);
    if (this.#pages.size > this.#mostPages) this.#thin();
  }

  forget(page: number): void {
    this.#pages.delete(page);
  }

  /**
   * What is touched from now on belongs to the next interval.
   * @returns whether there were too many, so that each two of them have become one
   */
  nextInterval(time: number): boolean {
    const areTooMany = this.#bounds.length + 1 === mostIntervals;
    if (areTooMany) this.#halve();
    this.#bounds.push(time);
    return areTooMany;
  }

  /**
   * Forgets the stacks that have no page left, and counts the others, the largest first.
   * @param partOf what a page is part of: a stack that touched several is told once for each
   * @param pagesWith how many pages got memory with it
   */
  count<Part = undefined>(
    partOf: (page: number) => Part = () => undefined as Part,
    pagesWith: (page: number) => number = () => 1,
  ): (StackBirths<Part> & { readonly pages: number })[] {
    const counted = new Map<number, Map<Part, number[]>>();
    for (const [page, value] of this.#pages) {
      const number = Math.floor(value / mostIntervals);
      const born = this.#bornOf(counted, number, partOf(page));
      born[value % mostIntervals]! += this.#each * this.#stacks[number]!.period * pagesWith(page);
    }
    const told = [...counted].flatMap(([number, parts]) =>
      [...parts].map(([part, born]) => ({
        stack: this.#stacks[number]!.stack,
        part,
        born,
        pages: sum(born),
      })),
    );
    this.#keepOnly(this.#stacks.filter((_, number) => counted.has(number)));
    return told.sort((a, b) => b.pages - a.pages);
  }

  #bornOf<Part>(counted: Map<number, Map<Part, number[]>>, number: number, part: Part): number[] {
    const parts = counted.get(number) ?? new Map<Part, number[]>();
    counted.set(number, parts);
    const born = parts.get(part) ?? Array.from({ length: this.#bounds.length + 1 }, () => 0);
    parts.set(part, born);
    return born;
  }

  #keepOnly(living: readonly KnownStack[]): void {
    if (living.length === this.#stacks.length) return;
    const moved = new Map(living.map((stack, number) => [stack, number]));
    const numbers = this.#stacks.map((stack) => moved.get(stack));
    for (const [page, value] of this.#pages) {
      const number = numbers[Math.floor(value / mostIntervals)]!;
      this.#pages.set(page, number * mostIntervals + (value % mostIntervals));
    }
    this.#stacks.splice(0, this.#stacks.length, ...living);
    this.#numberOf.clear();
    for (const [number, known] of living.entries()) this.#numberOf.set(keyOf(known), number);
  }

  #stackNumber(whole: readonly number[], period: number): number {
    const stack = whole.length > deepest ? whole.slice(0, deepest) : whole;
    const key = keyOf({ stack, period });
    const known = this.#numberOf.get(key);
    if (known !== undefined) return known;
    const number = this.#stacks.push({ stack, period }) - 1;
    this.#numberOf.set(key, number);
    return number;
  }

  /** The stream comes late, and what it tells may be of an interval that is over. */
  #intervalAt(time: number): number {
    let interval = this.#bounds.length;
    while (interval > 0 && time < this.#bounds[interval - 1]!) interval -= 1;
    return interval;
  }

  #thin(): void {
    this.#each *= 2;
    for (const page of this.#pages.keys()) if (page % this.#each !== 0) this.#pages.delete(page);
  }

  /** Intervals 0 and 1 become 0, 2 and 3 become 1: the bound between each two is forgotten. */
  #halve(): void {
    const kept = this.#bounds.filter((_, at) => at % 2 === 1);
    this.#bounds.splice(0, this.#bounds.length, ...kept);
    for (const [page, value] of this.#pages) {
      const interval = value % mostIntervals;
      this.#pages.set(page, value - interval + Math.floor(interval / 2));
    }
  }
}

function keyOf({ stack, period }: KnownStack): string {
  return `${period} ${stack.join()}`;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
