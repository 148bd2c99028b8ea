import { Tokens } from './tokens.ts';

/** A function, block or class of a script, and what it declares. */
export interface Scope {
  readonly start: number;
  end: number;
  readonly parent: Scope | undefined;
  readonly isFunction: boolean;
  /** The names that it declares, each with where that stands. */
  readonly names: Map<string, number>;
  readonly inner: Scope[];
}

const declaring = new Set(['var', 'let', 'const']);
/** No expression goes on with one of these: a statement without a semicolon ended before it. */
const statements = new Set(
  'var let const if for while do switch return throw try break continue import export debugger else catch finally case default'.split(
    ' ',
  ),
);
const withHead = new Set(['if', 'while', 'switch', 'with']);
/** Words between two values, which an expression goes on with. */
const operators = new Set(['in', 'instanceof', 'of', 'as']);
const closing = new Set([')', ']', '}']);

/**
 * The scopes of a script with what each declares, read without a whole parser: that is enough to say which variable a
 * name means at some place. What it cannot make out declares nothing.
 */
export function scopesOf(source: string): Scope {
  const reader = new ScopeReader(source);
  try {
    reader.readScript();
    return reader.top;
  } catch (error) {
    // Code that is nested deeper than the stack.
    if (error instanceof RangeError) return new ScopeReader('').top;
    throw error;
  }
}

/** The scopes around a place, the innermost first. */
export function scopesAround(top: Scope, at: number): Scope[] {
  const around: Scope[] = [];
  for (let scope: Scope | undefined = top; scope !== undefined; ) {
    around.push(scope);
    scope = innerAt(scope.inner, at);
  }
  return around.reverse();
}

/** They stand in order, and none overlaps another. */
function innerAt(inner: readonly Scope[], at: number): Scope | undefined {
  let [low, high] = [0, inner.length - 1];
  while (low <= high) {
    const middle = (low + high) >>> 1;
    if (inner[middle].end <= at) low = middle + 1;
    else if (inner[middle].start > at) high = middle - 1;
    else return inner[middle];
  }
  return undefined;
}

class ScopeReader {
  readonly top: Scope;
  readonly #source: string;
  #tokens: Tokens;
  #scope: Scope;

  constructor(source: string) {
    this.#source = source;
    this.#tokens = new Tokens(source);
    this.top = {
      start: 0,
      end: source.length,
      parent: undefined,
      isFunction: true,
      names: new Map(),
      inner: [],
    };
    this.#scope = this.top;
  }

  readScript(): void {
    this.#tokens.next();
    while (this.#tokens.kind !== 'end') {
      this.#readStatements();
      // A bracket that closes nothing.
      this.#tokens.next();
    }
  }

  #is(text: string): boolean {
    return this.#tokens.text === text && this.#tokens.kind !== 'text';
  }

  #take(text: string): boolean {
    if (!this.#is(text)) return false;
    this.#tokens.next();
    return true;
  }

  #declare(name: string, at: number, scope: Scope): void {
    if (!scope.names.has(name)) scope.names.set(name, at);
  }

  #functionScope(): Scope {
    let scope = this.#scope;
    while (!scope.isFunction && scope.parent !== undefined) scope = scope.parent;
    return scope;
  }

  #within(start: number, isFunction: boolean, read: () => void): void {
    const parent = this.#scope;
    const scope: Scope = {
      start,
      end: this.#source.length,
      parent,
      isFunction,
      names: new Map(),
      inner: [],
    };
    parent.inner.push(scope);
    this.#scope = scope;
    read();
    scope.end = this.#tokens.kind === 'end' ? Number.POSITIVE_INFINITY : this.#tokens.start;
    this.#scope = parent;
  }

  /** Up to the bracket that closes what they stand in. */
  #readStatements(): void {
    while (this.#tokens.kind !== 'end' && !this.#isClosing()) this.#readStatement();
  }

  #isClosing(): boolean {
    return this.#tokens.kind === 'sign' && closing.has(this.#tokens.text);
  }

  #readStatement(): unknown {
    const { text, kind, start } = this.#tokens;
    if (kind === 'sign' && text === '{') return this.#readBlock(start);
    if (kind !== 'word') return this.#readExpressionStatement();
    if (declaring.has(text)) return this.#readDeclarations(text);
    if (text === 'function') return this.#readFunction(true);
    if (text === 'class') return this.#readClass(true);
    if (text === 'import' && !/^\s*[(.]/.test(this.#following())) return this.#readImport();
    if (text === 'for' || text === 'catch') return this.#readWithOwnHead(text);
    if (text === 'async' && /^\s+function\b/.test(this.#following())) {
      this.#tokens.next();
      return this.#readFunction(true);
    }
    if (text === 'case') return this.#readCase();
    if (this.#isFollowedByColon()) {
      this.#tokens.next();
      this.#tokens.next();
    } else if (withHead.has(text)) this.#readHead();
    else if (statements.has(text) && text !== 'import') this.#readKeyword(text);
    else this.#readExpressionStatement();
    return undefined;
  }

  /** Behind most of them a statement begins by itself. */
  #readKeyword(text: string): void {
    this.#tokens.next();
    const isGiven = text === 'return' || text === 'throw' || text === 'default';
    if (isGiven && this.#is('{') && !this.#tokens.newLine) this.#readExpressionStatement();
  }

  /** `if (…)`: the statement behind it follows by itself. */
  #readHead(): void {
    this.#tokens.next();
    if (this.#is('(')) this.#readBrackets();
  }

  /** `case a: `, of which the value may be any expression. */
  #readCase(): void {
    this.#tokens.next();
    while (this.#tokens.kind !== 'end' && !this.#is(':') && !this.#isClosing()) this.#readValue();
    this.#take(':');
  }

  #readExpressionStatement(): void {
    if (this.#take(';') || this.#take(',')) return;
    const { start } = this.#tokens;
    this.#readExpression();
    // What no expression begins with: it must go on all the same.
    if (!this.#take(';') && this.#tokens.start === start) this.#tokens.next();
  }

  #readBlock(start: number): void {
    this.#within(start, false, () => {
      this.#tokens.next();
      this.#readStatements();
    });
    this.#take('}');
  }

  /** `for (let …) …` and `catch (…) {…}`: what the head declares is there in the body. */
  #readWithOwnHead(text: string): void {
    this.#within(this.#tokens.start, false, () => {
      this.#tokens.next();
      this.#take('await');
      if (this.#take('(')) {
        if (text === 'catch') this.#readPattern(this.#scope);
        else this.#readStatements();
        this.#take(')');
      }
      this.#readStatement();
    });
  }

  #readDeclarations(keyword: string): void {
    this.#tokens.next();
    do {
      const { kind, text } = this.#tokens;
      if (kind !== 'word' && text !== '{' && text !== '[') return;
      this.#readPattern(keyword === 'var' ? this.#functionScope() : this.#scope);
      if (this.#take('=') || this.#take('of') || this.#take('in')) this.#readExpression();
    } while (this.#take(','));
    this.#take(';');
  }

  /** What a pattern binds: `a`, `[a, b = 1]`, `{ a, b: c, ...d }`. */
  #readPattern(scope: Scope): void {
    const { kind, text, start } = this.#tokens;
    if (kind === 'word') {
      this.#tokens.next();
      this.#declare(text, start, scope);
    } else if (text === '[') this.#readPatterns(']', scope);
    else if (text === '{') this.#readPatterns('}', scope);
  }

  /** Elements of a pattern or parameters, from the bracket that opens them to the one that closes them. */
  #readPatterns(closedBy: string, scope: Scope): void {
    this.#tokens.next();
    while (this.#tokens.kind !== 'end' && !this.#is(closedBy)) {
      const { start } = this.#tokens;
      while (this.#take('.'));
      if (closedBy === '}') this.#skipKey();
      this.#readPattern(scope);
      if (this.#take('=')) this.#readExpression();
      if (!this.#take(',') && this.#tokens.start === start) this.#tokens.next();
    }
    this.#take(closedBy);
  }

  /** `key: ` before what it is bound to; a shorthand is left where it is. */
  #skipKey(): void {
    const { kind, text } = this.#tokens;
    if (kind === 'sign' && text === '[') this.#readBrackets();
    else if (kind === 'text' || this.#isFollowedByColon()) this.#tokens.next();
    this.#take(':');
  }

  #isFollowedByColon(): boolean {
    return this.#tokens.kind === 'word' && /^\s*:/.test(this.#following());
  }

  #following(): string {
    return this.#source.slice(this.#tokens.end, this.#tokens.end + 40);
  }

  /** `import a, { b as c } from '…'` */
  #readImport(): void {
    this.#tokens.next();
    while (this.#tokens.kind !== 'text' && this.#tokens.kind !== 'end') {
      const { kind, text, start } = this.#tokens;
      this.#tokens.next();
      const isName = kind === 'word' && text !== 'from' && text !== 'as' && !this.#is('as');
      if (isName) this.#declare(text, start, this.#scope);
    }
    this.#tokens.next();
    this.#take(';');
  }

  /** A function from its keyword on; the name of a declaration is one of the scope around it. */
  #readFunction(isDeclaration: boolean): true {
    const { start } = this.#tokens;
    this.#tokens.next();
    this.#take('*');
    const { kind, text, start: nameStart } = this.#tokens;
    const hasName = kind === 'word';
    if (hasName) this.#tokens.next();
    if (hasName && isDeclaration) this.#declare(text, nameStart, this.#scope);
    this.#readCallable(start, hasName && !isDeclaration ? { text, at: nameStart } : undefined);
    return true;
  }

  /** Parameters and body. */
  #readCallable(start: number, own?: { readonly text: string; readonly at: number }): void {
    this.#within(start, true, () => {
      if (this.#is('(')) this.#readPatterns(')', this.#scope);
      if (this.#take('{')) this.#readStatements();
      if (own !== undefined) this.#declare(own.text, own.at, this.#scope);
    });
    this.#take('}');
  }

  #readClass(isDeclaration: boolean): true {
    const { start } = this.#tokens;
    this.#tokens.next();
    const { kind, text, start: nameStart } = this.#tokens;
    const hasName = kind === 'word' && text !== 'extends';
    if (hasName) this.#tokens.next();
    if (hasName && isDeclaration) this.#declare(text, nameStart, this.#scope);
    this.#within(start, false, () => {
      if (hasName && !isDeclaration) this.#declare(text, nameStart, this.#scope);
      if (this.#take('extends')) while (this.#tokens.kind !== 'end' && !this.#is('{')) this.#readValue();
      this.#readMembers(true);
    });
    this.#take('}');
    return true;
  }

  /** Of a class or an object, up to the bracket that closes it. */
  #readMembers(isClass: boolean): void {
    if (!this.#take('{')) return;
    while (this.#tokens.kind !== 'end' && !this.#is('}')) {
      const { start, kind, text } = this.#tokens;
      if (kind === 'sign' && text === '(') this.#readCallable(start);
      else if (kind === 'sign' && text === '[') this.#readBrackets();
      else if (isClass && kind === 'sign' && text === '{') this.#readStaticBlock(start);
      else {
        // Private names are seen in the class, as its variables would be.
        if (kind === 'word' && isClass && text.startsWith('#')) this.#declare(text, start, this.#scope);
        this.#tokens.next();
        if (kind === 'sign' && (text === ':' || text === '=' || text === '.')) this.#readExpression();
      }
    }
  }

  #readStaticBlock(start: number): void {
    this.#within(start, true, () => {
      this.#tokens.next();
      this.#readStatements();
    });
    this.#take('}');
  }

  /** Up to what ends it: a comma, a semicolon, a bracket that was not opened in it, or a new statement. */
  #readExpression(): void {
    let isValue = false;
    while (this.#tokens.kind !== 'end' && !this.#isClosing()) {
      const { kind, text, newLine, afterPoint } = this.#tokens;
      if (kind === 'sign' && (text === ',' || text === ';')) return;
      if (kind === 'word' && !afterPoint) {
        if (statements.has(text) && text !== 'import') return;
        if (newLine && isValue && !operators.has(text)) return;
      }
      isValue = this.#readValue();
    }
  }

  /** One piece of an expression. @returns whether a value ends with it */
  #readValue(): boolean {
    const { kind, text, start, afterPoint } = this.#tokens;
    if (kind === 'sign') return this.#readSign(text, start);
    if (kind === 'word' && !afterPoint) {
      if (text === 'function') return this.#readFunction(false);
      if (text === 'class') return this.#readClass(false);
    }
    this.#tokens.next();
    if (kind === 'word' && this.#is('=>')) this.#readArrow(start);
    return true;
  }

  #readSign(text: string, start: number): boolean {
    if (text === '{') {
      this.#readMembers(false);
      this.#take('}');
      return true;
    }
    if (text === '(' || text === '[' || text === '${') {
      this.#readBrackets();
      if (text === '(' && this.#is('=>')) this.#readArrow(start);
      return true;
    }
    this.#tokens.next();
    return false;
  }

  /** From a bracket to the one that closes it, with what is in it as expressions. */
  #readBrackets(): void {
    this.#tokens.next();
    while (this.#tokens.kind !== 'end' && !this.#isClosing()) this.#readExpressionStatement();
    this.#tokens.next();
  }

  /** @param start where its parameters begin, which were read as an expression */
  #readArrow(start: number): void {
    const arrow = this.#tokens.start;
    const around = this.#scope;
    let hasBraces = false;
    this.#within(start, true, () => {
      moveLastInto(this.#scope, around, start);
      this.#declareParameters(start, arrow);
      this.#tokens.next();
      hasBraces = this.#take('{');
      if (hasBraces) this.#readStatements();
      else this.#readExpression();
    });
    if (hasBraces) this.#take('}');
  }

  /** Only the text behind parentheses shows that they were parameters: they are read again. */
  #declareParameters(start: number, end: number): void {
    const tokens = this.#tokens;
    const scope = this.#scope;
    this.#tokens = new Tokens(this.#source, start, end);
    this.#tokens.next();
    this.#scope = { ...scope, inner: [] };
    if (this.#is('(')) this.#readPatterns(')', this.#scope);
    else this.#readPattern(this.#scope);
    this.#tokens = tokens;
    this.#scope = scope;
  }
}

/**
 * Functions in default values of an arrow were read before the arrow was known, as scopes around it. They are the last
 * ones before it: looking at no others keeps a script of many arrows linear.
 */
function moveLastInto(arrow: Scope, around: Scope, start: number): void {
  around.inner.pop();
  let from = around.inner.length;
  while (from > 0 && around.inner[from - 1].start >= start) from--;
  arrow.inner.push(...around.inner.splice(from));
  around.inner.push(arrow);
}
