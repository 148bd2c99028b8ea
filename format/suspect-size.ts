import { bytes, count } from './quantities.ts';
import type { Survivors, Suspect, SuspectSize } from './suspect.ts';
import type { Bytes } from './units.ts';

/** One term of a size: how every format calls it, and what it means. */
interface SizeTerm {
  readonly term: string;
  readonly meaning: string;
}

/**
 * How large a suspect is. Here stand the terms that every format uses, each with its meaning, so that no format computes
 * or names one by itself.
 */
export const sizeTerms = {
  alone: {
    term: 'retained only by it',
    meaning: 'What is freed if the holder goes. Nothing else retains it.',
  },
  aloneByFirst: {
    term: 'retained only by the first holder',
    meaning: 'What is freed if the first holder goes and the others stay.',
  },
  aloneByHolder: {
    term: 'retained only by the holder',
    meaning: 'What is freed if the holder goes. Something else retains the rest.',
  },
  jointly: {
    term: 'held jointly',
    meaning: 'What was born between captures and is freed only if several holders release it.',
  },
  born: {
    term: 'born between captures',
    meaning: 'What is alive in the last capture and did not exist at the first one.',
  },
} as const satisfies Readonly<Record<string, SizeTerm>>;

/** One figure of a size: its term and meaning, its value, and term and value in words. */
export interface SizeFigure extends SizeTerm {
  readonly value: Bytes;
  readonly words: string;
}

type SizedBy = 'retainedSize' | 'holders' | 'survivors';
type Sized = Pick<Suspect, SizedBy>;

/** Beyond this many times what one holder retains, the growth is somewhere else. */
const mostBornOfAlone = 2;

export function sizeOf(suspect: Sized): SuspectSize {
  const { retainedSize, holders, survivors } = suspect;
  const born = bornBetweenCaptures(survivors);
  // Without one holder that keeps them alive by itself, only the objects themselves can be measured.
  const isShared = holders.length > 1 && retainedSize < born;
  const held = retainedSize === 0 || isShared || born > mostBornOfAlone * retainedSize ? 'jointly' : 'alone';
  const size = held === 'jointly' ? born : retainedSize;
  const words = figuresOf(suspect, held, born)
    .map((figure) => figure.words)
    .join(', ');
  return { bytes: size, held, born: Math.min(born, size), alone: retainedSize, words };
}

/** The same as single figures, the size itself first. */
export function sizeFigures(suspect: Sized): readonly SizeFigure[] {
  const { held, born } = sizeOf(suspect);
  return figuresOf(suspect, held, born);
}

/** The same in one line. */
export function sizeWords(suspect: Sized): string {
  return sizeOf(suspect).words;
}

function figuresOf(
  { retainedSize, holders }: Sized,
  held: SuspectSize['held'],
  bornSince: Bytes,
): readonly SizeFigure[] {
  const { alone, aloneByFirst, aloneByHolder, jointly, born } = sizeTerms;
  if (held === 'alone') {
    const part = Math.min(bornSince, retainedSize);
    return [figure(alone, retainedSize), figure(born, part, `of it ${born.term}`)];
  }
  if (retainedSize === 0) return [figure(born, bornSince, `${born.term} and retained by no single object`)];
  return holders.length > 1
    ? [figure(jointly, bornSince, `${born.term} and ${jointly.term}`), figure(aloneByFirst, retainedSize)]
    : [figure(born, bornSince), figure(aloneByHolder, retainedSize)];
}

function figure(term: SizeTerm, value: Bytes, words: string = term.term): SizeFigure {
  return { ...term, value, words: `${bytes(value)} ${words}` };
}

/** Index 0 was there before the first capture: part of the size, no part of the growth. */
function bornBetweenCaptures({ bytes: sizes }: Survivors): Bytes {
  return sizes.slice(1).reduce((sum, size) => sum + size, 0);
}

/**
 * What is alive of one birth, in words: `75 (30.0 KiB)`. Objects whose bytes nobody counted have a number alone, and one
 * value that is replaced by larger ones has bytes alone.
 */
export function survivorWords({ counts, bytes: sizes }: Survivors, birth: number): string {
  const number = counts[birth] ?? 0;
  const size = sizes[birth] ?? 0;
  if (size === 0) return count(number);
  return number === 0 ? bytes(size) : `${count(number)} (${bytes(size)})`;
}
