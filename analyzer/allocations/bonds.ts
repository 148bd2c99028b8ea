import type { CallFrame } from '../../format/heap-profile.ts';
import { placeFrom } from '../../format/place.ts';
import type { Suspect } from '../../format/suspect.ts';
import { bondStrengths } from '../../judgement/parameters/sites.ts';
import type { FunctionTexts } from '../sources/function-texts.ts';
import {
  type CodePlace,
  type HolderFunctions,
  isBefore,
  isModule,
  placeKey,
  type TiedFunction,
} from './holder-functions.ts';
import type { ReportedFrames } from './reported-frames.ts';
import { isProgram } from './sampled-stacks.ts';

/** What a call on a stack has to do with a suspect. */
export interface Bond {
  /** From 0 to 1: how much it says by itself. */
  readonly strength: number;
  /** The function that ties them, for the reader. */
  readonly words: string;
}

const {
  makesEntries,
  reachesHolder,
  perStep,
  leastReaching,
  callsOne,
  samePlace,
  unnamed,
  namesAnother,
  namesTheWay,
  namesCaller,
  namesHolder,
  tellingName,
  nearby,
} = bondStrengths;
/** Methods of the language's own collections and emitters: a call of one tells nothing of whose it is. */
const commonMethods = new Set(
  'get set has add delete clear push pop shift slice splice forEach filter find reduce next then catch emit once call apply bind join keys values entries includes concat sort write handle listener callback'.split(
    ' ',
  ),
);

/** Says of calls what ties them to one suspect. */
export class Bonds {
  readonly #known: HolderFunctions | undefined;
  readonly #frames: ReportedFrames;
  readonly #texts: FunctionTexts;
  readonly #files: ReadonlySet<string>;
  readonly #names: readonly string[];
  readonly #callers: readonly TiedFunction[];

  constructor(
    suspect: Suspect,
    known: HolderFunctions | undefined,
    frames: ReportedFrames,
    texts: FunctionTexts,
  ) {
    this.#known = known;
    this.#frames = frames;
    this.#texts = texts;
    this.#files = filesOf(suspect);
    this.#names = namesOf(suspect);
    this.#callers = [...(known?.functions.values() ?? [])].filter((tied) => this.#isToldByName(tied));
  }

  /** The strongest bond of one call. */
  with(frame: CallFrame): Bond | undefined {
    const maker = this.#makeByName(frame);
    if (!isProgram(frame)) return maker;
    return strongest([
      maker,
      this.#hold(frame),
      this.#make(frame),
      this.#callByName(frame),
      this.#standBeside(frame),
    ]);
  }

  #hold(frame: CallFrame): Bond | undefined {
    const tied = this.#known?.functions.get(placeKey(placeOf(frame)));
    if (tied === undefined) return undefined;
    const name = this.#quoted(frame);
    const reach = Math.max(leastReaching, reachesHolder - perStep * tied.steps);
    const told = this.#telling(frame, tied);
    const strength = tied.tie === 'calls' ? callsOne : reach;
    switch (tied.tie) {
      case 'closes over':
        return { strength: told(strength), words: `${name} closes over the holder` };
      case 'method':
        return { strength: told(strength), words: `${name} is a method of the holder` };
      case 'constructs':
        return { strength: makesEntries, words: `${name} constructs the growing objects` };
      case 'waits':
        return { strength: makesEntries, words: `${name} waits inside the growing objects` };
      case 'calls':
        return {
          strength: told(strength),
          words: `${name} can call \`${tied.via}\`, which can reach the holder`,
        };
    }
  }

  /** What the code of a function says changes what it is worth that it has a holder at hand. */
  #telling(frame: CallFrame, { tie, via }: TiedFunction): (strength: number) => number {
    const words = this.#wordsOf(frame);
    if (words === undefined) return (strength) => strength;
    const names = tie === 'calls' ? [via!.replace(/^.*[. ]/, '')] : this.#names;
    if (names.length === 0 || words.has(names[names.length - 1])) return (strength) => strength;
    const isOnTheWay = names.some((name) => words.has(name));
    return (strength) => (isOnTheWay ? strength * namesTheWay : Math.min(strength, namesAnother));
  }

  /** A constructor of what piles up, also Node's own. */
  #makeByName(frame: CallFrame): Bond | undefined {
    const known = this.#known;
    if (known === undefined || frame.functionName === '' || frame.functionName !== known.entryClass)
      return undefined;
    return { strength: makesEntries, words: `${this.#quoted(frame)} has the name of the growing class` };
  }

  /** The function around the place where closures that pile up are written. */
  #make(frame: CallFrame): Bond | undefined {
    const known = this.#known;
    const start = placeOf(frame);
    if (known === undefined || isModule(start)) return undefined;
    const inside = known.closures.filter(
      (closure) =>
        closure.url === start.url && isBefore(start, closure) && closure.line - start.line <= nearby,
    );
    if (inside.length === 0) return undefined;
    const key = placeKey(start);
    return inside.some(({ nearest }) => nearest !== undefined && placeKey(nearest) === key)
      ? { strength: makesEntries, words: `${this.#quoted(frame)} creates the closures that pile up` }
      : {
          strength: Math.min(samePlace, this.#besides(frame)),
          words: `${this.#quoted(frame)} starts before these closures in the same file`,
        };
  }

  /** Its code calls, by name, a function that has the holder at hand and names it. */
  #callByName(frame: CallFrame): Bond | undefined {
    const words = this.#wordsOf(frame);
    if (words === undefined) return undefined;
    const key = placeKey(placeOf(frame));
    const called = this.#callers.find(
      ({ name, place }) => words.has(nameOf(name!)) && placeKey(place!) !== key,
    );
    return called === undefined
      ? undefined
      : {
          strength: namesCaller,
          words: `${this.#quoted(frame)} calls \`${called.name}\`, which can reach the holder`,
        };
  }

  #isToldByName({ tie, name = '', place }: TiedFunction): boolean {
    if (tie === 'calls' || tie === 'constructs' || place === undefined) return false;
    const own = nameOf(name);
    if (own.length < tellingName || commonMethods.has(own)) return false;
    const words = this.#texts.wordsAt(place, own);
    return words !== undefined && this.#names.length > 0 && words.has(this.#names[this.#names.length - 1]);
  }

  #standBeside(frame: CallFrame): Bond | undefined {
    const holder = this.#names.at(-1);
    if (holder !== undefined && holder.length >= tellingName && this.#wordsOf(frame)?.has(holder))
      return { strength: namesHolder, words: `${this.#quoted(frame)} names \`${holder}\`` };
    const file = this.#frames.filesOf(frame).find((one) => this.#files.has(one));
    return file === undefined
      ? undefined
      : {
          strength: this.#besides(frame),
          words: `${this.#quoted(frame)} is in the holder's file ${file}`,
        };
  }

  /** In the file of the holder, but if its code is known and does not name it, that is little. */
  #besides(frame: CallFrame): number {
    return this.#wordsOf(frame) === undefined ? samePlace : unnamed * samePlace;
  }

  #wordsOf(frame: CallFrame): ReadonlySet<string> | undefined {
    return this.#texts.wordsAt(placeOf(frame), frame.functionName);
  }

  #quoted(frame: CallFrame): string {
    return frame.functionName === '' ? 'an anonymous function' : `\`${this.#frames.of(frame).function}\``;
  }
}

function strongest(bonds: readonly (Bond | undefined)[]): Bond | undefined {
  let best: Bond | undefined;
  for (const bond of bonds) if (bond !== undefined && bond.strength > (best?.strength ?? 0)) best = bond;
  return best;
}

/** The modules and functions on the way to the holder. */
function filesOf({ path }: Suspect): ReadonlySet<string> {
  const steps = path.filter(({ kind }) => kind !== 'entry');
  return new Set(
    steps.flatMap(({ kind, name, location }) => {
      if (kind === 'module') return [name];
      return location === undefined ? [] : [placeFrom(location).file];
    }),
  );
}

/** Parts of the runtime that no program writes down. */
const runtimesOwn = /^_events$|^_router$|^_handle$/;

/** The variables and properties on the way to the holder as code writes them, the holder's own name last. */
function namesOf({ path, holders }: Suspect): readonly string[] {
  const steps = holders.at(0)?.path ?? path;
  const names = steps.flatMap(
    // The names as they run: those are what the code of the functions says.
    ({ edge, minifiedEdge = edge }) =>
      /^\.?(#?[\p{ID_Start}$_][\p{ID_Continue}$]*)$/u.exec(minifiedEdge)?.[1] ?? [],
  );
  // Of `bus._events.message` a program writes `bus` alone.
  const store = names.findIndex((name) => runtimesOwn.test(name));
  return store > 0 ? names.slice(0, store) : names;
}

function nameOf(name: string): string {
  return name.replace(/^.*[. ]/, '');
}

function placeOf({ url, lineNumber, columnNumber }: CallFrame): CodePlace {
  return { url, line: lineNumber + 1, column: columnNumber + 1 };
}
