import type { CallFrame } from '../../format/heap-profile.ts';
import type { Suspect } from '../../format/report.ts';
import { type CodePlace, type HolderFunctions, isBefore, isModule, placeKey } from './holder-functions.ts';
import type { ReportedFrames } from './reported-frames.ts';
import { isProgram } from './sampled-stacks.ts';

/** What a stack has to do with a suspect, by the strongest of its frames. */
export interface Bond {
  /** From 0 to 1: how much it says by itself. */
  readonly strength: number;
  /** The function that ties them, for the reader. */
  readonly words: string;
}

const makesEntries = 0.9;
/** A function that has the holder at hand; each property in between makes it less telling. */
const reachesHolder = 0.9;
const perStep = 0.1;
const leastReaching = 0.6;
const callsOne = 0.55;
const samePlace = 0.4;
/** Lines that a function may have before a closure in it. */
const nearby = 400;

/** Says of stacks what ties them to one suspect. */
export class Bonds {
  readonly #known: HolderFunctions | undefined;
  readonly #frames: ReportedFrames;
  readonly #files: ReadonlySet<string>;

  constructor(suspect: Suspect, known: HolderFunctions | undefined, frames: ReportedFrames) {
    this.#known = known;
    this.#frames = frames;
    this.#files = filesOf(suspect);
  }

  with(frames: readonly CallFrame[]): Bond | undefined {
    let best: Bond | undefined;
    for (const frame of frames) {
      if (!isProgram(frame)) continue;
      for (const bond of [this.#hold(frame), this.#make(frame), this.#standBeside(frame)]) {
        if (bond !== undefined && bond.strength > (best?.strength ?? 0)) best = bond;
      }
    }
    return best;
  }

  #hold(frame: CallFrame): Bond | undefined {
    const tied = this.#known?.functions.get(placeKey(placeOf(frame)));
    if (tied === undefined) return undefined;
    const name = this.#quoted(frame);
    const strength = Math.max(leastReaching, reachesHolder - perStep * tied.steps);
    switch (tied.tie) {
      case 'closes over':
        return { strength, words: `${name} closes over what holds it` };
      case 'method':
        return { strength, words: `${name} is a method of what holds it` };
      case 'constructs':
        return { strength: makesEntries, words: `${name} constructs what piles up` };
      case 'calls':
        return {
          strength: callsOne,
          words: `${name} can call \`${tied.via}\`, which has what holds it at hand`,
        };
    }
  }

  /** A constructor by its class, or the function around the place where closures that pile up are written. */
  #make(frame: CallFrame): Bond | undefined {
    const known = this.#known;
    if (known === undefined) return undefined;
    if (frame.functionName !== '' && frame.functionName === known.entryClass)
      return { strength: makesEntries, words: `${this.#quoted(frame)} has the name of what piles up` };
    const start = placeOf(frame);
    if (isModule(start)) return undefined;
    const inside = known.closures.filter(
      (closure) =>
        closure.url === start.url && isBefore(start, closure) && closure.line - start.line <= nearby,
    );
    if (inside.length === 0) return undefined;
    const key = placeKey(start);
    return inside.some(({ nearest }) => nearest !== undefined && placeKey(nearest) === key)
      ? { strength: makesEntries, words: `${this.#quoted(frame)} makes the closures that pile up` }
      : {
          strength: samePlace,
          words: `${this.#quoted(frame)} begins before the closures that pile up, in their file`,
        };
  }

  #standBeside(frame: CallFrame): Bond | undefined {
    const file = this.#frames.filesOf(frame).find((one) => this.#files.has(one));
    return file === undefined
      ? undefined
      : { strength: samePlace, words: `${this.#quoted(frame)} stands in the holder's file ${file}` };
  }

  #quoted(frame: CallFrame): string {
    return frame.functionName === '' ? 'an anonymous function' : `\`${this.#frames.of(frame).function}\``;
  }
}

/** The modules and functions on the way to the holder. */
function filesOf({ path }: Suspect): ReadonlySet<string> {
  const steps = path.filter(({ kind }) => kind !== 'entry');
  return new Set(
    steps.flatMap(({ kind, name, location }) => {
      if (kind === 'module') return [name];
      return location === undefined ? [] : [location.replace(/:\d+$/, '')];
    }),
  );
}

function placeOf({ url, lineNumber, columnNumber }: CallFrame): CodePlace {
  return { url, line: lineNumber + 1, column: columnNumber + 1 };
}
