export type TokenKind = 'word' | 'sign' | 'text' | 'end';

const word = /[\p{ID_Start}$_#][\p{ID_Continue}$]*/uy;
const digits = /[0-9][\w.]*/y;
const space = /\s+/y;
/** A slash after one of these begins a regular expression and does not divide. */
const beforeExpression = new Set(
  'return typeof case in of do else void delete throw new await yield instanceof'.split(' '),
);
/** After the parentheses of one of these a statement begins. */
const beforeStatement = new Set(['if', 'while', 'for', 'with']);

/**
 * JavaScript as words, signs, and texts whose content is no code: strings, regular expressions and the text of templates.
 * What stands in `${…}` is read as code between the signs `${` and `}`. Arrows are one sign, all others are one character.
 */
export class Tokens {
  readonly source: string;
  readonly #end: number;
  #at: number;
  kind: TokenKind = 'end';
  text = '';
  /** Where the token begins, and where it ends. */
  start = 0;
  end = 0;
  /** Whether a line ended before it. */
  newLine = false;
  /** Whether a point stood before it: then a word is a name, whatever it says. */
  afterPoint = false;
  /** Whether the token ends a value, after which a slash divides. */
  #afterValue = false;
  /** Of each open bracket: its sign, and whether a statement begins after it is closed. */
  readonly #open: { readonly sign: string; readonly statement: boolean }[] = [];
  #lastWord = '';
  /** Code in a template has just ended: its text goes on. */
  #inTemplate = false;

  constructor(source: string, from = 0, to = source.length) {
    this.source = source;
    this.#at = from;
    this.#end = Math.min(to, source.length);
  }

  /** @returns false at the end */
  next(): boolean {
    this.newLine = false;
    this.afterPoint = this.kind === 'sign' && this.text === '.';
    if (!this.#inTemplate) this.#skipSpace();
    this.start = this.#at;
    if (this.#at >= this.#end) {
      this.kind = 'end';
      this.text = '';
      this.end = this.#at;
      return false;
    }
    if (this.#inTemplate) this.#readTemplate(this.#at);
    else this.#read();
    this.end = this.#at;
    return true;
  }

  #read(): void {
    const sign = this.source[this.#at];
    word.lastIndex = this.#at;
    const [name] = word.exec(this.source) ?? [];
    if (name !== undefined) {
      this.#take('word', name, !beforeExpression.has(name));
      this.#lastWord = name;
      return;
    }
    const before = this.#lastWord;
    this.#lastWord = '';
    digits.lastIndex = this.#at;
    const [number] = digits.exec(this.source) ?? [];
    if (number !== undefined) this.#take('text', number, true);
    else if (sign === '"' || sign === "'") this.#takeText(this.#endOfString(sign));
    else if (sign === '`') this.#readTemplate(this.#at + 1);
    else if (sign === '/' && !this.#afterValue) this.#takeText(this.#endOfRegExp());
    else if (this.source.startsWith('=>', this.#at)) this.#take('sign', '=>', false);
    else if (sign === '(' || sign === '[' || sign === '{') {
      this.#open.push({ sign, statement: sign === '(' && beforeStatement.has(before) });
      this.#take('sign', sign, false);
    } else if (sign === ')' || sign === ']' || sign === '}') this.#close(sign);
    else this.#take('sign', sign, false);
  }

  #close(sign: string): void {
    const opened = this.#open.pop();
    this.#take('sign', sign, sign !== '}' && opened?.statement !== true);
    this.#inTemplate = opened?.sign === '`';
  }

  #take(kind: TokenKind, text: string, endsValue: boolean): void {
    this.kind = kind;
    this.text = text;
    this.#at += text.length;
    this.#afterValue = endsValue;
  }

  #takeText(end: number): void {
    this.kind = 'text';
    this.text = this.source[this.#at];
    this.#at = Math.min(end, this.#end);
    this.#afterValue = true;
  }

  /** From the text of a template to its end, or to the code in it, which `${` opens. */
  #readTemplate(from: number): void {
    this.#inTemplate = false;
    let at = from;
    while (at < this.#end && this.source[at] !== '`') {
      if (this.source[at] === '\\') at++;
      else if (this.source.startsWith('${', at)) {
        this.#at = at + 2;
        this.kind = 'sign';
        this.text = '${';
        this.#afterValue = false;
        this.#open.push({ sign: '`', statement: false });
        return;
      }
      at++;
    }
    this.#takeText(at + 1);
    this.text = '`';
  }

  #skipSpace(): void {
    for (;;) {
      const before = this.#at;
      space.lastIndex = this.#at;
      if (space.test(this.source)) this.#skip(space.lastIndex);
      if (this.source.startsWith('//', this.#at)) this.#skipPast('\n');
      else if (this.source.startsWith('/*', this.#at)) this.#skipPast('*/');
      if (this.#at === before) return;
    }
  }

  #skipPast(end: string): void {
    const found = this.source.indexOf(end, this.#at);
    this.#skip(found < 0 ? this.source.length : found + end.length);
  }

  #skip(to: number): void {
    this.newLine ||= this.source.slice(this.#at, to).includes('\n');
    this.#at = to;
  }

  #endOfString(quote: string): number {
    let at = this.#at + 1;
    for (; at < this.#end && this.source[at] !== quote; at++) if (this.source[at] === '\\') at++;
    return at + 1;
  }

  #endOfRegExp(): number {
    let inClass = false;
    let at = this.#at + 1;
    for (; at < this.#end && this.source[at] !== '\n'; at++) {
      const sign = this.source[at];
      if (sign === '\\') at++;
      else if (sign === '[') inClass = true;
      else if (sign === ']') inClass = false;
      else if (sign === '/' && !inClass) break;
    }
    return at + 1;
  }
}
