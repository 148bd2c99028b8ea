import { statSync } from 'node:fs';
import type { ScriptFunction } from '../../format/native-pages.ts';
import type { Bytes } from '../../format/units.ts';
import { readProcText } from '../host/linux/proc-files.ts';
import type { FoundFunction } from './functions.ts';

/** A program that compiled for weeks may have written more than can be read between two looks. */
const mostText: Bytes = 128 * 1024 * 1024;

/** Code that was compiled at run time, by what the runtime wrote of it for perf: the latest line of an address counts. */
export class PerfMap {
  readonly #starts: Float64Array;
  readonly #ends: Float64Array;
  readonly #names: readonly string[];

  constructor(text: string) {
    const entries = new Map<number, { readonly end: number; readonly name: string }>();
    for (const line of text.split('\n')) {
      const match = /^([0-9a-f]+) ([0-9a-f]+) (.+)$/.exec(line);
      if (match === null) continue;
      const start = Number.parseInt(match[1]!, 16);
      entries.set(start, { end: start + Number.parseInt(match[2]!, 16), name: match[3]! });
    }
    const sorted = [...entries].sort(([a], [b]) => a - b);
    this.#starts = Float64Array.from(sorted, ([start]) => start);
    this.#ends = Float64Array.from(sorted, ([, { end }]) => end);
    this.#names = sorted.map(([, { name }]) => name);
  }

  /** The one that the process wrote, wherever its own /tmp is; undefined if it wrote none. */
  static of(pid: number): PerfMap | undefined {
    const path = perfMapPath(pid);
    const { size = mostText } = statSync(path, { throwIfNoEntry: false }) ?? {};
    const text = size < mostText ? readProcText(path) : undefined;
    return text === undefined ? undefined : new PerfMap(text);
  }

  at(address: number): FoundFunction | undefined {
    let low = 0;
    let high = this.#starts.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#starts[middle]! <= address) low = middle + 1;
      else high = middle;
    }
    const found = low - 1;
    if (found < 0 || address >= this.#ends[found]!) return undefined;
    return { start: this.#starts[found]!, name: this.#names[found]! };
  }
}

/** As we reach it: the process may have its own file system and its own number in there. */
export function perfMapPath(pid: number): string {
  const inner = /^NSpid:.*?(\d+)$/m.exec(readProcText(`/proc/${pid}/status`) ?? '')?.[1] ?? pid;
  return `/proc/${pid}/root/tmp/perf-${inner}.map`;
}

/** `JS:~openStream /app/server.mjs:12:3`; the mark before the name says how the function was compiled. */
const ofScript = /^(?:JS|LazyCompile|Function|Script|Eval):[~^*+']?(\S*) (?:(.+):(\d+):(\d+))?/;

/** A function of JavaScript in a perf map, or undefined if it is a stub of the engine. */
export function scriptFunction(name: string): ScriptFunction | undefined {
  const match = ofScript.exec(name);
  if (match?.[2] === undefined) return undefined;
  return { function: match[1]!, file: match[2], line: Number(match[3]), column: Number(match[4]) };
}
