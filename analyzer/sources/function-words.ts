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

/** The offset of a place in a text; undefined if the text has no such place. */
export function offsetOf(source: string, line: number, column: number): number | undefined {
  let start = 0;
  for (let k = 1; k < line; k++) {
    start = source.indexOf('\n', start) + 1;
    if (start === 0) return undefined;
  }
  const offset = start + column - 1;
  return offset < source.length ? offset : undefined;
}

const word = /[\p{ID_Start}$_#][\p{ID_Continue}$]*/uy;
const space = /\s+/y;
const opening = new Set(['(', '[', '{']);
const closing = new Set([')', ']', '}']);
/** A slash after one of these begins a regular expression and does not divide. */
const beforeExpression =
  /(?:^|[([{,;:=!&|?+\-*%~^<>]|\b(?:return|typeof|case|in|of|do|else|void|delete|throw|new|await|yield))\s*$/;
/** Longer functions are whole bundles. */
const longestFunction = 200_000;

class Scan {
  readonly #source: string;
  readonly #words: Set<string>;
  readonly #end: number;
  #at: number;
  /** The end of the last token that counts, for the meaning of a slash. */
  #last = '';

  constructor(source: string, at: number, words: Set<string>) {
    this.#source = source;
    this.#at = at;
    this.#end = Math.min(source.length, at + longestFunction);
    this.#words = words;
  }

  /** `(a, b)`, `a =>`, `async (a)`, `class Name extends Other`: up to the body or the arrow. */
  skipParameters(): boolean {
    let hasStarted = false;
    while (this.#at < this.#end) {
      const token = this.#next();
      if (token === undefined) return false;
      if (token === '(') {
        if (!this.#skipBrackets()) return false;
        hasStarted = true;
      } else if (token === '{') {
        this.#at--;
        return hasStarted;
      } else if (token === '=>') return true;
      else if (token === 'class') hasStarted = true;
      else if (!/^[\p{ID_Start}$_#*.:]/u.test(token)) return false;
    }
    return false;
  }

  skipBody(): boolean {
    this.#skipSpace();
    if (this.#source[this.#at] === '{') {
      this.#at++;
      return this.#skipBrackets();
    }
    return this.#skipExpression();
  }

  /** To the bracket that closes the one just read. */
  #skipBrackets(): boolean {
    for (let depth = 1; depth > 0; ) {
      const token = this.#next();
      if (token === undefined) return false;
      if (opening.has(token)) depth++;
      else if (closing.has(token)) depth--;
    }
    return true;
  }

  /** The body of an arrow function without braces ends with what it is a part of. */
  #skipExpression(): boolean {
    for (let depth = 0; ; ) {
      const token = this.#next();
      if (token === undefined) return this.#at >= this.#source.length;
      if (opening.has(token)) depth++;
      else if (closing.has(token)) {
        if (depth-- === 0) return true;
      } else if (depth === 0 && (token === ',' || token === ';')) return true;
    }
  }

  #skipSpace(): void {
    for (;;) {
      const before = this.#at;
      space.lastIndex = this.#at;
      if (space.test(this.#source)) this.#at = space.lastIndex;
      if (this.#source.startsWith('//', this.#at)) this.#skipTo('\n');
      else if (this.#source.startsWith('/*', this.#at)) this.#skipTo('*/');
      if (this.#at === before) return;
    }
  }

  #skipTo(end: string): void {
    const found = this.#source.indexOf(end, this.#at);
    this.#at = found < 0 ? this.#source.length : found + end.length;
  }

  /** The next token, a whole string or regular expression as its first character; undefined at the end. */
  #next(): string | undefined {
    this.#skipSpace();
    if (this.#at >= this.#end) return undefined;
    const token = this.#read();
    this.#last = token;
    return token;
  }

  #read(): string {
    const first = this.#source[this.#at];
    word.lastIndex = this.#at;
    const [name] = word.exec(this.#source) ?? [];
    if (name !== undefined) {
      this.#words.add(name);
      this.#at += name.length;
      return name;
    }
    if (first === '"' || first === "'") this.#skipString(first);
    else if (first === '`') this.#skipTemplate();
    else if (first === '/' && beforeExpression.test(this.#last)) this.#skipRegExp();
    else if (this.#source.startsWith('=>', this.#at)) {
      this.#at += 2;
      return '=>';
    } else this.#at++;
    return first;
  }

  #skipString(quote: string): void {
    for (this.#at++; this.#at < this.#source.length && this.#source[this.#at] !== quote; this.#at++)
      if (this.#source[this.#at] === '\\') this.#at++;
    this.#at++;
  }

  /** What stands in `${…}` is code. Templates in templates are rare enough for a stack of their brackets. */
  #skipTemplate(): void {
    const depths: number[] = [];
    this.#at++;
    while (this.#at < this.#end) {
      const character = this.#source[this.#at];
      if (depths.length === 0 || depths.at(-1) === -1) {
        // In the text of a template.
        if (character === '\\') this.#at += 2;
        else if (character === '`') {
          this.#at++;
          if (depths.pop() === undefined) return;
        } else if (this.#source.startsWith('${', this.#at)) {
          this.#at += 2;
          depths.push(0);
        } else this.#at++;
        continue;
      }
      if (character === '`') {
        this.#at++;
        depths.push(-1);
        continue;
      }
      const token = this.#nextInTemplate();
      if (token === undefined) return;
      const depth = depths.length - 1;
      if (token === '{') depths[depth]++;
      else if (token === '}' && depths[depth]-- === 0) depths.pop();
    }
  }

  /** As `#next`, but a template that begins is left to the caller. */
  #nextInTemplate(): string | undefined {
    this.#skipSpace();
    if (this.#source[this.#at] === '`') return '';
    return this.#next();
  }

  #skipRegExp(): void {
    let inClass = false;
    for (this.#at++; this.#at < this.#source.length; this.#at++) {
      const character = this.#source[this.#at];
      if (character === '\n') return;
      if (character === '\\') this.#at++;
      else if (character === '[') inClass = true;
      else if (character === ']') inClass = false;
      else if (character === '/' && !inClass) break;
    }
    this.#at++;
  }
}
