import {
  type NativeFrame,
  type NativePages,
  type NativePart,
  scriptModule,
} from '../../format/native-pages.ts';
import type { Bytes } from '../../format/units.ts';

/** More stacks than a reader can use; what is left is added up. */
const mostStacks = 300;

interface GatheredStack {
  readonly part?: NativePart;
  readonly frames: readonly number[];
  readonly born: Bytes[];
}

/** Stacks by their functions: calls from several places of one function are one stack. */
export class StackList {
  readonly #frames: NativeFrame[] = [];
  readonly #indices = new Map<string, number>();
  readonly #stacks = new Map<string, GatheredStack>();
  readonly #others: Bytes[];

  constructor(intervals: number) {
    this.#others = Array.from({ length: intervals }, () => 0);
  }

  add(stack: readonly NativeFrame[], born: readonly Bytes[], part?: NativePart): void {
    const frames = stack
      .filter((frame, at) => !(isUnknown(frame) && isUnknown(stack[at - 1])))
      .map((frame) => this.#indexOf(frame));
    const key = `${part ?? ''} ${frames.join()}`;
    const known = this.#stacks.get(key);
    if (known === undefined)
      this.#stacks.set(key, { ...(part === undefined ? {} : { part }), frames, born: [...born] });
    else addTo(known.born, born);
  }

  addOther(born: readonly Bytes[]): void {
    addTo(this.#others, born);
  }

  /** The largest stacks, and only the frames that are theirs. */
  told(): Pick<NativePages, 'frames' | 'stacks' | 'others'> {
    const sorted = [...this.#stacks.values()].sort((a, b) => sum(b.born) - sum(a.born));
    const others = [...this.#others];
    for (const { born } of sorted.slice(mostStacks)) addTo(others, born);
    return { frames: this.#frames, stacks: sorted.slice(0, mostStacks), others };
  }

  #indexOf(frame: NativeFrame): number {
    const key = JSON.stringify(frame);
    const known = this.#indices.get(key);
    if (known !== undefined) return known;
    this.#indices.set(key, this.#frames.length);
    return this.#frames.push(frame) - 1;
  }
}

/** Several functions of JavaScript in a row that nobody told the names of are no more than one. */
function isUnknown(frame: NativeFrame | undefined): boolean {
  return frame?.module === scriptModule && frame.name === undefined;
}

function addTo(total: Bytes[], more: readonly Bytes[]): void {
  for (const [interval, bytes] of more.entries()) total[interval] = (total[interval] ?? 0) + bytes;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
