import * as v from 'valibot';
import type { Bytes, EpochMillis } from './units.ts';

/**
 * `native.json` of a recording: the pages outside the engine's own heap and code that got memory while it was recorded and
 * have it still, by the stack that touched them first and the interval in which it did.
 */
export interface NativePages {
  /** The first is from the beginning, each other one ends an interval. */
  readonly looks: readonly NativeLook[];
  /**
   * How it is known that a page has its memory still: `pagemap` tells of each page; `mappings` only whether its address is
   * still in use.
   */
  readonly resident: 'pagemap' | 'mappings';
  /** Whole stacks, found by the tables of each file; or only as far as frame pointers lead. */
  readonly unwound: 'tables' | 'frame-pointers';
  readonly frames: readonly NativeFrame[];
  /** The largest first. */
  readonly stacks: readonly NativeStack[];
  /** What belongs to stacks that are not listed, by interval. */
  readonly others: readonly Bytes[];
  /** Of what was there at the beginning, so much was given back. */
  readonly released: Bytes;
  /** Of so many touches, one was looked at; all sizes stand for all of them. */
  readonly period: number;
  /** The touches that were looked at, those of the engine's pages included. */
  readonly faults: number;
  /** Touches that came faster than they could be read. */
  readonly lost: number;
}

export interface NativeLook {
  readonly at: EpochMillis;
  /** What was resident outside the engine's heap, code and mapped files. */
  readonly held: Bytes;
}

/** A function that was on a stack. */
export interface NativeFrame {
  /** Path of the program, library or addon; `[script]` for code that the engine made; empty if it is unknown. */
  readonly module: string;
  /** As its file has it, without parameters. */
  readonly name?: string;
  /** If it has no name: where it begins, or a page of code, in its file. */
  readonly start?: number;
  /** Of a function of JavaScript, if the engine told where it wrote its code. */
  readonly script?: ScriptFunction;
}

export interface ScriptFunction {
  readonly function: string;
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
}

export interface NativeStack {
  /** What it is part of, if the mappings tell that it is no memory of the allocator. */
  readonly part?: NativePart;
  /** Indices in `frames`, the innermost first. */
  readonly frames: readonly number[];
  /** Bytes by interval. */
  readonly born: readonly Bytes[];
}

/** Ranges that the engine maps by themselves. */
export const nativeParts = ['wasm', 'arrayBuffers'] as const;
export type NativePart = (typeof nativeParts)[number];

/** The module of code that the engine made at run time. */
export const scriptModule = '[script]';

const amount = v.pipe(v.number(), v.finite(), v.minValue(0));
const count = v.pipe(v.number(), v.integer(), v.minValue(0));

const shape: v.GenericSchema<unknown, NativePages> = v.pipe(
  v.object({
    looks: v.pipe(v.array(v.object({ at: amount, held: amount })), v.minLength(1)),
    resident: v.picklist(['pagemap', 'mappings']),
    unwound: v.picklist(['tables', 'frame-pointers']),
    frames: v.array(
      v.object({
        module: v.string(),
        name: v.exactOptional(v.string()),
        start: v.exactOptional(count),
        script: v.exactOptional(
          v.object({ function: v.string(), file: v.string(), line: count, column: count }),
        ),
      }),
    ),
    stacks: v.array(
      v.object({
        part: v.exactOptional(v.picklist(nativeParts)),
        frames: v.array(count),
        born: v.array(amount),
      }),
    ),
    others: v.array(amount),
    released: amount,
    period: count,
    faults: count,
    lost: count,
  }),
  v.check(
    ({ looks, frames, stacks, others }) =>
      [others, ...stacks.map(({ born }) => born)].every((born) => born.length === looks.length - 1) &&
      stacks.every((stack) => stack.frames.every((frame) => frame < frames.length)),
    'names frames or intervals that it does not have',
  ),
);

/** The text of `native.json`, or undefined if it is torn or something else. */
export function parseNativePages(text: string): NativePages | undefined {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return undefined;
  }
  const parsed = v.safeParse(shape, json);
  return parsed.success ? parsed.output : undefined;
}
