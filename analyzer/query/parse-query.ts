import { type Expression, parseExpressionAt } from 'acorn';
import { queryError } from './query-error.ts';

/** A query in its clauses: `Session where open == false group by user.plan order by retained desc top 10`. */
export interface Query {
  readonly text: string;
  /** Names of classes, `*` in one stands for any letters. Empty: all objects of the program. */
  readonly classes: readonly string[];
  readonly where: Expression | undefined;
  readonly groupBy: Expression | undefined;
  readonly select: readonly SelectedColumn[];
  readonly orderBy: { readonly expression: Expression; readonly descending: boolean } | undefined;
  readonly top: number | undefined;
}

export interface SelectedColumn {
  readonly expression: Expression;
  readonly name: string;
}

type Clause = 'where' | 'group by' | 'select' | 'order by' | 'top';

const keyword = /\s*\b(where|group\s+by|select|order\s+by|top)\b/iy;
const firstKeyword = /\b(where|group\s+by|select|order\s+by|top)\b/i;
/** A hostile text could nest deeper than the parser's stack. */
const longestQuery = 2_000;
const example = 'write it as in: Session where open == false group by holder top 10';

/** @throws UserError with the column of what cannot be read */
export function parseQuery(text: string): Query {
  if (text.length > longestQuery)
    throw queryError(
      text,
      longestQuery,
      `it is longer than ${longestQuery} characters`,
      'write a shorter one',
    );
  return new QueryParser(text).parse();
}

class QueryParser {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  parse(): Query {
    const classes = this.#classes();
    const clauses: { -readonly [name in 'where' | 'groupBy' | 'orderBy' | 'top']?: Query[name] } = {};
    let select: readonly SelectedColumn[] = [];
    const seen = new Set<Clause>();
    while (this.#text.slice(this.#at).trim() !== '') {
      const start = this.#skipSpace();
      const clause = this.#clause();
      if (seen.has(clause))
        throw this.#error(start, `there are two clauses \`${clause}\``, 'join them with &&');
      seen.add(clause);
      if (clause === 'where') clauses.where = this.#expression();
      else if (clause === 'group by') clauses.groupBy = this.#expression();
      else if (clause === 'select') select = this.#columns();
      else if (clause === 'order by') clauses.orderBy = this.#order();
      else clauses.top = this.#count();
    }
    const { where, groupBy, orderBy, top } = clauses;
    return { text: this.#text, classes, where, groupBy, select, orderBy, top };
  }

  /** All before the first word of a clause. A name that has such a word, or a comma, is quoted. */
  #classes(): string[] {
    const names: string[] = [];
    for (;;) {
      this.#skipSpace();
      const quoted = /"([^"]*)"|'([^']*)'/y;
      quoted.lastIndex = this.#at;
      const match = quoted.exec(this.#text);
      if (match === null) break;
      names.push(match[1] ?? match[2]);
      this.#at = quoted.lastIndex;
      if (!this.#takeComma()) return names;
    }
    const rest = this.#text.slice(this.#at);
    const end = firstKeyword.exec(rest)?.index ?? rest.length;
    this.#at += end;
    const plain = rest
      .slice(0, end)
      .split(',')
      .map((name) => name.trim());
    return [...names, ...plain].filter((name) => name !== '' && name !== '*');
  }

  #clause(): Clause {
    keyword.lastIndex = this.#at;
    const match = keyword.exec(this.#text);
    if (match === null) {
      const isWord = /^\s*(and|or|not)\b/i.test(this.#text.slice(this.#at));
      const next = isWord ? 'write && for and, || for or, ! for not' : example;
      throw this.#error(this.#skipSpace(), 'no clause begins here', next);
    }
    this.#at = keyword.lastIndex;
    return match[1].toLowerCase().replace(/\s+/, ' ') as Clause;
  }

  #expression(): Expression {
    const start = this.#skipSpace();
    if (start === this.#text.length) throw this.#error(start, 'an expression is missing', example);
    try {
      const expression = parseExpressionAt(this.#text, start, { ecmaVersion: 2022, preserveParens: true });
      this.#at = expression.end;
      return expression;
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      const { pos = start } = error as SyntaxError & { readonly pos?: number };
      const isClass = /(?:^|[^.\w])class\b/.exec(this.#text.slice(start));
      if (isClass !== null) {
        const at = start + isClass.index + isClass[0].length - 'class'.length;
        throw this.#error(at, 'this is a word of JavaScript', 'write className');
      }
      throw this.#error(pos, 'this is no expression', hintFor(this.#text.slice(pos)));
    }
  }

  #columns(): SelectedColumn[] {
    const columns: SelectedColumn[] = [];
    do {
      const expression = this.#expression();
      const parts = expression.type === 'SequenceExpression' ? expression.expressions : [expression];
      const alias = this.#alias();
      parts.forEach((part, place) => {
        const isLast = place === parts.length - 1;
        const name = (isLast ? alias : undefined) ?? this.#text.slice(part.start, part.end);
        columns.push({ expression: part, name });
      });
    } while (this.#takeComma());
    return columns;
  }

  #alias(): string | undefined {
    const alias = /\s+as\s+([\w$]+)/iy;
    alias.lastIndex = this.#at;
    const match = alias.exec(this.#text);
    if (match !== null) this.#at = alias.lastIndex;
    return match?.[1];
  }

  #order(): NonNullable<Query['orderBy']> {
    const expression = this.#expression();
    const direction = /\s+(asc|desc)\b/iy;
    direction.lastIndex = this.#at;
    const match = direction.exec(this.#text);
    if (match !== null) this.#at = direction.lastIndex;
    return { expression, descending: match?.[1].toLowerCase() !== 'asc' };
  }

  #count(): number {
    const start = this.#skipSpace();
    const number = /\d+/y;
    number.lastIndex = start;
    const match = number.exec(this.#text);
    if (match === null || Number(match[0]) === 0)
      throw this.#error(start, 'top needs a whole number', 'write for example top 10');
    this.#at = number.lastIndex;
    return Number(match[0]);
  }

  #takeComma(): boolean {
    const start = this.#skipSpace();
    if (this.#text[start] !== ',') return false;
    this.#at = start + 1;
    return true;
  }

  #skipSpace(): number {
    while (/\s/.test(this.#text[this.#at] ?? '')) this.#at++;
    return this.#at;
  }

  #error(at: number, fault: string, next: string) {
    return queryError(this.#text, at, fault, next);
  }
}

function hintFor(rest: string): string {
  if (/^#/.test(rest)) return "a private field is read by its name: field('#secret')";
  if (/^=[^=]/.test(rest)) return 'compare with ==';
  return 'expressions are written as in JavaScript: open == false && user.plan != "free"';
}
