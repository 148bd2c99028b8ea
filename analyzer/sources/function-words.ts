import { Tokens } from './tokens.ts';

/**
 * The words that a function's code consists of, from its parameters to its end: which variables and properties it can
 * put something into. Strings and comments say nothing and are left out.
 * @param at where it begins: at its parameters, as V8 counts, or at a word before them
 * @returns undefined if no function can be made out there
 */
export function wordsOfFunction(source: string, at: number): ReadonlySet<string> | undefined {
  const words = new Set<string>();
  const scan = new Scan(source, at, words);
  return scan.skipParameters() && scan.skipBody() ? words : undefined;
}

/** Texts whose lines are known: a bundle of 400,000 lines is asked about for each of its functions. */
const knownTexts = 4;
const known: { readonly source: string; readonly starts: number[] }[] = [];

/** The offset of a place in a text; undefined if the text has no such place. */
export function offsetOf(source: string, line: number, column: number): number | undefined {
  const starts = startsOf(source);
  while (starts.length < line) {
    const start = source.indexOf('\n', starts.at(-1)!) + 1;
    if (start === 0) return undefined;
    starts.push(start);
  }
  const offset = (starts[line - 1] ?? 0) + column - 1;
  return offset < source.length ? offset : undefined;
}

/** Where the lines of a text begin, as far as they were looked for. */
function startsOf(source: string): number[] {
  const found = known.find((text) => text.source === source);
  if (found !== undefined) return found.starts;
  const starts = [0];
  known.unshift({ source, starts });
  if (known.length > knownTexts) known.pop();
  return starts;
}

/** A template's code is read between `${` and `}`. */
const opening = new Set(['(', '[', '{', '${']);
const closing = new Set([')', ']', '}']);
/** Longer functions are whole bundles. */
const longestFunction = 200_000;

class Scan {
  readonly #tokens: Tokens;
  readonly #words: Set<string>;

  constructor(source: string, at: number, words: Set<string>) {
    this.#tokens = new Tokens(source, at, at + longestFunction);
    this.#words = words;
  }

  /** `(a, b)`, `a =>`, `async (a)`, `class Name extends Other`: up to the body or the arrow. */
  skipParameters(): boolean {
    let hasStarted = false;
    while (this.#next()) {
      const { text } = this.#tokens;
      if (text === '(') {
        if (!this.#skipBrackets()) return false;
        hasStarted = true;
      } else if (text === '{') return hasStarted;
      else if (text === '=>') return this.#next();
      else if (text === 'class') hasStarted = true;
      else if (!/^[\p{ID_Start}$_#*.:]/u.test(text)) return false;
    }
    return false;
  }

  skipBody(): boolean {
    return this.#tokens.text === '{' ? this.#skipBrackets() : this.#skipExpression();
  }

  /** To the bracket that closes the one just read. */
  #skipBrackets(): boolean {
    for (let depth = 1; depth > 0; ) {
      if (!this.#next()) return false;
      if (opening.has(this.#tokens.text)) depth++;
      else if (closing.has(this.#tokens.text)) depth--;
    }
    return true;
  }

  /** The body of an arrow function without braces ends with what it is a part of. */
  #skipExpression(): boolean {
    let depth = 0;
    do {
      const { text } = this.#tokens;
      if (opening.has(text)) depth++;
      else if (closing.has(text)) {
        if (depth-- === 0) return true;
      } else if (depth === 0 && (text === ',' || text === ';')) return true;
    } while (this.#next());
    return this.#tokens.start >= this.#tokens.source.length;
  }

  #next(): boolean {
    if (!this.#tokens.next()) return false;
    if (this.#tokens.kind === 'word') this.#words.add(this.#tokens.text);
    return true;
  }
}
