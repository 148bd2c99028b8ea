import { expect, it } from 'vitest';
import type { PathStep } from '../../format/suspect.ts';
import { frameOf } from '../../testing/drawn-profile.ts';
import { sessions } from '../../testing/example-reports.ts';
import type { FunctionTexts } from '../sources/function-texts.ts';
import { Bonds } from './bonds.ts';
import { type PiledClosure, placeKey, type TiedFunction } from './holder-functions.ts';
import { ReportedFrames } from './reported-frames.ts';

const placeOf = (word: string) => {
  const { url, lineNumber, columnNumber } = frameOf(word);
  return { url, line: lineNumber + 1, column: columnNumber + 1 };
};

interface Drawn {
  /** How the function `handle` is tied to the holder. */
  readonly tied?: TiedFunction;
  /** Another function that is tied. */
  readonly other?: TiedFunction;
  /** Words of the code of every function; unknown without. */
  readonly words?: readonly string[];
  readonly entryClass?: string;
  readonly closures?: readonly PiledClosure[];
  /** The variables and properties that lead to the holder. */
  readonly names?: readonly string[];
  /** The file of the holder. */
  readonly file?: string;
}

const closesOver = (steps = 0): TiedFunction => ({ tie: 'closes over', steps });

/** How strong the bond of the function `handle` of the program is. */
function strengthOf(drawn: Drawn): number {
  const {
    tied,
    other,
    words,
    entryClass = 'Entry',
    closures = [],
    names = ['registry'],
    file = 'x.mjs',
  } = drawn;
  const path: PathStep[] = [
    { edge: '', name: file, kind: 'module' },
    ...names.map((edge) => ({ edge, name: 'Object', kind: 'object' as const })),
  ];
  const functions = new Map<string, TiedFunction>();
  if (tied !== undefined) functions.set(placeKey(placeOf('handle')), tied);
  if (other !== undefined) functions.set(placeKey(other.place!), other);
  const texts = { wordsAt: () => words && new Set(words) } as unknown as FunctionTexts;
  const bonds = new Bonds(
    { ...sessions, holders: [], path },
    { functions, closures, entryClass },
    new ReportedFrames(),
    texts,
  );
  return bonds.with(frameOf('handle'))?.strength ?? 0;
}

const handle = placeOf('handle');
const closureAt = (lines: number, nearest = false): PiledClosure => ({
  ...handle,
  line: handle.line + lines,
  ...(nearest ? { nearest: handle } : {}),
});
const add = (name: string): TiedFunction => ({ tie: 'method', steps: 0, name, place: placeOf('add') });
const file = new ReportedFrames().filesOf(frameOf('handle'))[0];

it.each<[string, number, Drawn]>([
  ['a constructor of what piles up', 0.9, { tied: { tie: 'constructs', steps: 0 } }],
  ['a function with the name of what piles up', 0.9, { entryClass: 'handle' }],
  ['a function around the closures that pile up', 0.9, { closures: [closureAt(3, true)] }],
  ['a function that has the holder at hand', 0.9, { tied: closesOver() }],
  ['a function that is two properties away', 0.7, { tied: closesOver(2) }],
  ['a function that is four properties away', 0.6, { tied: closesOver(4) }],
  [
    'a function that can call one with the holder at hand',
    0.55,
    { tied: { tie: 'calls', steps: 0, via: 'add' } },
  ],
  ['a function of the file of the holder', 0.4, { file }],
  ['a function of the file whose code does not name the holder', 0.2, { file, words: ['other'] }],
  ['a function whose code names another', 0.3, { tied: closesOver(), words: ['other'] }],
  [
    'a function whose code names the way',
    0.9 * 0.85,
    { tied: closesOver(), names: ['hub', 'registry'], words: ['hub'] },
  ],
  [
    'a function whose code calls one that has the holder at hand',
    0.7,
    { other: add('addEntry'), words: ['addEntry', 'registry'], file: 'other.mjs' },
  ],
  ['a function elsewhere whose code names the holder', 0.5, { words: ['registry'] }],
  ['a name that is just long enough', 0.5, { words: ['hubs'], names: ['hubs'] }],
  ['a name that is just too short', 0, { words: ['hub'], names: ['hub'] }],
  ['a function that begins just near enough', 0.4, { closures: [closureAt(400)] }],
  ['a function that begins just too far away', 0, { closures: [closureAt(401)] }],
])('%s has a bond of %d', (_, strength, drawn) => {
  expect(strengthOf(drawn)).toBeCloseTo(strength, 9);
});
