import type { Paused, StackFrame } from '../jsc-protocol.ts';
import { mostFunctions } from './limits.ts';

/** A frame of a stack that was seen: a function of the program, and where in it the program was. */
export interface SeenFrame {
  readonly name: string;
  readonly scriptId: string;
  readonly url: string;
  /** Where the function begins: from 0, as all others. */
  readonly line: number;
  readonly column: number;
  readonly at: { readonly line: number; readonly column: number } | undefined;
}

export type FileOf = (scriptId: string) => string | undefined;

/** A function of the program that was on a stack, and where it was seen. */
export interface SeenFunction extends Omit<SeenFrame, 'at'> {
  /** How much it has to do with what was seen. */
  readonly weight: number;
  readonly places: readonly SeenPlace[];
}
type SeenPlace = NonNullable<SeenFrame['at']>;

/** The part of what it calls that counts for a caller: the innermost function is the likeliest to hold what it makes. */
const shareOfCaller = 0.25;
const mostPlaces = 4;

/** The functions of all stacks. */
export class SeenFunctions {
  readonly #found = new Map<string, SeenFunction>();

  /** @param weight of this stack beside others */
  add(stack: readonly SeenFrame[], weight = 1): void {
    const counted = new Set<string>();
    let share = weight;
    for (const frame of stack) {
      const key = `${frame.scriptId}:${frame.line}:${frame.column}`;
      // A function that calls itself is on the stack many times.
      if (counted.has(key)) continue;
      counted.add(key);
      const { at, ...known } = frame;
      const { weight: before = 0, places = [] } = this.#found.get(key) ?? {};
      this.#found.set(key, { ...known, weight: before + share, places: withPlace(places, at) });
      share *= shareOfCaller;
    }
  }

  get likeliest(): readonly SeenFunction[] {
    return [...this.#found.values()].sort((a, b) => b.weight - a.weight).slice(0, mostFunctions);
  }
}

function withPlace(places: readonly SeenPlace[], place: SeenPlace | undefined): readonly SeenPlace[] {
  if (place === undefined || places.length === mostPlaces) return places;
  const isKnown = places.some(({ line, column }) => line === place.line && column === place.column);
  return isKnown ? places : [...places, place];
}

/** The program's own part of a sampled stack, the innermost frame first. */
export function sampledStack(frames: readonly StackFrame[], fileOf: FileOf): readonly SeenFrame[] {
  return frames.flatMap(({ sourceID: scriptId, name, line, column, expressionLocation: at }) => {
    const url = fileOf(scriptId);
    if (url === undefined || line < 1 || isModuleItself(line, column)) return [];
    return [{ name, scriptId, url, ...fromZero(line, column), at: at && fromZero(at.line, at.column) }];
  });
}

/** The same of a program that stands. */
export function pausedStack({ callFrames }: Paused, fileOf: FileOf): readonly SeenFrame[] {
  return callFrames.flatMap(({ functionName: name, location: { scriptId, ...at }, scopeChain }) => {
    const url = fileOf(scriptId);
    const begins = scopeChain.find(({ location }) => location !== undefined)?.location;
    if (url === undefined || begins === undefined) return [];
    const start = fromZero(begins.lineNumber, begins.columnNumber ?? 1);
    return [{ name, scriptId, url, ...start, at: { line: at.lineNumber, column: at.columnNumber ?? 0 } }];
  });
}

/** The code of a module runs once. */
function isModuleItself(line: number, column: number): boolean {
  return line === 1 && column <= 1;
}

function fromZero(line: number, column: number): { readonly line: number; readonly column: number } {
  return { line: Math.max(0, line - 1), column: Math.max(0, column - 1) };
}
