/**
 * The name in a symbol of C++ (Itanium ABI), without parameters: `_ZN4node9inspector5Agent4StopEv` is
 * `node::inspector::Agent::Stop`.
 * What it cannot read, as most expressions in template arguments, and a symbol of something else stay as they are.
 */
export function demangledName(symbol: string): string {
  const suffix = symbol.indexOf('.', 2);
  const mangled = suffix > 0 ? symbol.slice(0, suffix) : symbol;
  if (mangled.startsWith('_R') || !mangled.startsWith('_Z')) return rustName(mangled);
  try {
    return rustName(new Demangler(mangled).name());
  } catch (error) {
    if (error instanceof Unreadable) return symbol;
    throw error;
  }
}

/** Older symbols of Rust end in a hash that says nothing. */
function rustName(name: string): string {
  return name.replace(/::h[0-9a-f]{16}$/, '');
}

class Unreadable extends Error {}

const builtinTypes: Readonly<Record<string, string>> = {
  v: 'void',
  w: 'wchar_t',
  b: 'bool',
  c: 'char',
  a: 'signed char',
  h: 'unsigned char',
  s: 'short',
  t: 'unsigned short',
  i: 'int',
  j: 'unsigned int',
  l: 'long',
  m: 'unsigned long',
  x: 'long long',
  y: 'unsigned long long',
  n: '__int128',
  o: 'unsigned __int128',
  f: 'float',
  d: 'double',
  e: 'long double',
  z: '...',
};
const shortNames: Readonly<Record<string, string>> = {
  t: 'std',
  a: 'std::allocator',
  b: 'std::basic_string',
  s: 'std::string',
  i: 'std::istream',
  o: 'std::ostream',
  d: 'std::iostream',
};
const operators: Readonly<Record<string, string>> = {
  nw: ' new',
  na: ' new[]',
  dl: ' delete',
  da: ' delete[]',
  cl: '()',
  ix: '[]',
  aS: '=',
  eq: '==',
  ne: '!=',
  lt: '<',
  gt: '>',
  pl: '+',
  mi: '-',
  pL: '+=',
  ls: '<<',
  rs: '>>',
  pt: '->',
  de: '*',
};
const deepest = 60;

class Demangler {
  readonly #text: string;
  #at = 2;
  #depth = 0;
  /** What `S_`, `S0_`, … stand for. */
  readonly #known: string[] = [];

  constructor(text: string) {
    this.#text = text;
  }

  name(): string {
    const special = /^(?:T[VTIS]|GV|TC)/.exec(this.#text.slice(2));
    if (special !== null) throw new Unreadable();
    if (this.#skip('Th')) this.#untilUnderscore();
    else if (this.#skip('Tv')) {
      this.#untilUnderscore();
      this.#untilUnderscore();
    }
    return this.#encodingName();
  }

  #encodingName(): string {
    this.#depth += 1;
    if (this.#depth > deepest) throw new Unreadable();
    const name = this.#nameItself();
    this.#depth -= 1;
    return name;
  }

  #nameItself(): string {
    if (this.#skip('N')) return this.#nested();
    if (this.#skip('Z')) return this.#local();
    const isStandard = this.#skip('St');
    let name = isStandard ? `std::${this.#unqualified('std')}` : '';
    if (name === '') name = this.#peek() === 'S' ? this.#substitution() : this.#unqualified('');
    if (this.#peek() !== 'I') return name;
    this.#known.push(name);
    return name + this.#templateArguments();
  }

  /** Prefixes one after the other; each but the last can be referred to later. */
  #nested(): string {
    while (/[rVKRO]/.test(this.#peek())) this.#at += 1;
    let name = '';
    let last = '';
    while (!this.#skip('E')) {
      if (this.#peek() === 'I') {
        name += this.#templateArguments();
        this.#known.push(name);
        continue;
      }
      if (this.#peek() === 'S' && !this.#text.startsWith('St', this.#at)) {
        name = this.#substitution();
        last = name.slice(name.lastIndexOf(':') + 1);
        continue;
      }
      if (this.#peek() === 'T') name = this.#templateParameter();
      else if (this.#skip('St')) name = 'std';
      else if (this.#peek() === 'D' && /^D[Tt]/.test(this.#text.slice(this.#at))) throw new Unreadable();
      else {
        const part = this.#unqualified(last);
        name = name === '' ? part : `${name}::${part}`;
        last = part;
      }
      // Only prefixes are remembered, and what follows shows whether this was one.
      if (this.#peek() !== 'E' && name !== 'std') this.#known.push(name);
    }
    return name;
  }

  /** `Z FUNCTION E NAME`: what is local to a function. */
  #local(): string {
    const outer = this.#encodingName();
    while (!this.#skip('E')) this.#type();
    if (this.#skip('s')) return outer;
    if (this.#skip('d')) this.#untilUnderscore();
    const inner = this.#encodingName();
    if (this.#skip('_')) this.#digits();
    return `${outer}::${inner}`;
  }

  #unqualified(last: string): string {
    this.#skip('L');
    const next = this.#peek();
    if (/\d/.test(next)) return this.#abiTags(this.#sourceName());
    if (next === 'C' && this.#skip('C')) {
      this.#at += 1;
      return this.#abiTags(last);
    }
    if (next === 'D' && /^D[0-5]/.test(this.#text.slice(this.#at))) {
      this.#at += 2;
      return this.#abiTags(`~${last}`);
    }
    if (this.#skip('Ul')) {
      while (!this.#skip('E')) this.#type();
      this.#untilUnderscore();
      return '{lambda}';
    }
    if (this.#skip('Ut')) {
      this.#untilUnderscore();
      return '{unnamed}';
    }
    if (this.#skip('cv')) return `operator ${this.#type()}`;
    const sign = operators[this.#text.slice(this.#at, this.#at + 2)];
    if (sign === undefined) throw new Unreadable();
    this.#at += 2;
    return `operator${sign}`;
  }

  #abiTags(name: string): string {
    while (this.#skip('B')) this.#sourceName();
    return name;
  }

  #sourceName(): string {
    const length = this.#digits();
    const name = this.#text.slice(this.#at, this.#at + length);
    if (length === 0 || name.length < length) throw new Unreadable();
    this.#at += length;
    return name.startsWith('_GLOBAL__N') ? '(anonymous namespace)' : name;
  }

  #templateArguments(): string {
    this.#at += 1;
    const told: string[] = [];
    while (!this.#skip('E')) told.push(this.#templateArgument());
    return `<${told.filter((each) => each !== '').join(', ')}>`;
  }

  #templateArgument(): string {
    if (this.#skip('J')) {
      const told: string[] = [];
      while (!this.#skip('E')) told.push(this.#templateArgument());
      return told.join(', ');
    }
    if (this.#skip('L')) return this.#literal();
    if (this.#skip('XadL_Z')) return this.#addressOf();
    // Another expression: its end can only be found by reading it.
    if (this.#peek() === 'X') throw new Unreadable();
    return this.#type();
  }

  /** `&name`, as of a member that is called by a template. */
  #addressOf(): string {
    const name = this.#encodingName();
    while (!this.#skip('E')) this.#type();
    this.#skip('E');
    return name;
  }

  #literal(): string {
    if (this.#skip('_Z')) {
      const name = this.#encodingName();
      while (!this.#skip('E')) this.#type();
      return name;
    }
    const type = this.#type();
    const end = this.#text.indexOf('E', this.#at);
    if (end < 0) throw new Unreadable();
    const value = this.#text.slice(this.#at, end).replace(/^n/, '-');
    this.#at = end + 1;
    return type === 'bool' ? (value === '1' ? 'true' : 'false') : value;
  }

  #type(): string {
    this.#depth += 1;
    if (this.#depth > deepest || this.#at >= this.#text.length) throw new Unreadable();
    const type = this.#typeItself();
    this.#depth -= 1;
    return type;
  }

  #typeItself(): string {
    const next = this.#peek();
    const builtin = builtinTypes[next];
    if (builtin !== undefined) {
      this.#at += 1;
      return builtin;
    }
    const suffix = { P: '*', R: '&', O: '&&', K: ' const', V: ' volatile' }[next];
    if (suffix !== undefined) {
      this.#at += 1;
      return this.#remembered(this.#type() + suffix);
    }
    if (next === 'F') return this.#remembered(this.#functionType());
    if (next === 'A') return this.#remembered(this.#arrayType());
    if (next === 'M') {
      this.#at += 1;
      const owner = this.#type();
      return this.#remembered(`${this.#type()} ${owner}::*`);
    }
    if (next === 'T') {
      const parameter = this.#remembered(this.#templateParameter());
      return this.#peek() === 'I' ? this.#remembered(parameter + this.#templateArguments()) : parameter;
    }
    if (next === 'D') return this.#otherType();
    if (next === 'S' && !this.#text.startsWith('St', this.#at)) {
      const name = this.#substitution();
      return this.#peek() === 'I' ? this.#remembered(name + this.#templateArguments()) : name;
    }
    if (!/[NZ\dSu]/.test(next)) throw new Unreadable();
    return this.#remembered(this.#encodingName());
  }

  #functionType(): string {
    this.#at += 1;
    this.#skip('Y');
    const told: string[] = [];
    while (!this.#skip('E')) told.push(this.#type());
    return `${told[0] ?? 'void'} (${told.slice(1).join(', ')})`;
  }

  #arrayType(): string {
    this.#at += 1;
    this.#untilUnderscore();
    return `${this.#type()}[]`;
  }

  #otherType(): string {
    if (this.#skip('Dp')) return this.#type();
    if (this.#skip('Dn')) return 'std::nullptr_t';
    for (const [code, name] of [
      ['Di', 'char32_t'],
      ['Ds', 'char16_t'],
      ['Du', 'char8_t'],
      ['Da', 'auto'],
      ['Dc', 'decltype(auto)'],
    ] as const)
      if (this.#skip(code)) return name;
    throw new Unreadable();
  }

  #templateParameter(): string {
    this.#at += 1;
    this.#untilUnderscore();
    return 'T';
  }

  #substitution(): string {
    this.#at += 1;
    const short = shortNames[this.#peek()];
    if (short !== undefined) {
      this.#at += 1;
      return short;
    }
    const digits = this.#untilUnderscore();
    const name = this.#known[digits === '' ? 0 : Number.parseInt(digits, 36) + 1];
    if (name === undefined) throw new Unreadable();
    return name;
  }

  #remembered(name: string): string {
    this.#known.push(name);
    return name;
  }

  #digits(): number {
    const digits = /^\d*/.exec(this.#text.slice(this.#at, this.#at + 9))![0];
    this.#at += digits.length;
    return Number(digits);
  }

  #untilUnderscore(): string {
    const end = this.#text.indexOf('_', this.#at);
    if (end < 0) throw new Unreadable();
    const between = this.#text.slice(this.#at, end);
    this.#at = end + 1;
    return between;
  }

  #peek(): string {
    return this.#text.charAt(this.#at);
  }

  #skip(word: string): boolean {
    if (!this.#text.startsWith(word, this.#at)) return false;
    this.#at += word.length;
    return true;
  }
}
