import type { CallExpression, Expression, MemberExpression } from 'acorn';
import { nearNames } from '../inventory/near-names.ts';
import { contentsFor } from './contents.ts';
import { facts, type HeapReader } from './heap-reader.ts';
import { queryError } from './query-error.ts';
import { HeapRef, type Read, type Value } from './values.ts';

/** What an expression is compiled against. */
export interface Compiling {
  readonly text: string;
  readonly reader: HeapReader;
}

type Node = Expression | { readonly type: string; readonly start: number };

/**
 * An expression as a function of an object. Only what is listed here is understood: nothing of it is run as JavaScript.
 * @throws UserError with the column of what is not
 */
export function compile(expression: Expression, compiling: Compiling): Read {
  switch (expression.type) {
    case 'ParenthesizedExpression':
      return compile(expression.expression, compiling);
    case 'ChainExpression':
      return compile(expression.expression, compiling);
    case 'Literal':
      return literal(expression, compiling);
    case 'Identifier':
      return word(expression.name, expression.start, compiling);
    case 'ThisExpression':
      return (node) => new HeapRef(node);
    case 'MemberExpression':
      return member(expression, compiling);
    case 'CallExpression':
      return call(expression, compiling);
    case 'UnaryExpression':
      return unary(expression, compiling);
    case 'BinaryExpression':
      return binary(expression, compiling);
    case 'LogicalExpression':
      return logical(expression, compiling);
    case 'ConditionalExpression':
      return conditional(expression, compiling);
    default:
      throw notUnderstood(expression, compiling);
  }
}

function notUnderstood({ type, start }: Node, { text }: Compiling) {
  if (type === 'AssignmentExpression')
    return queryError(text, start, 'a query changes nothing', 'compare with ==');
  return queryError(
    text,
    start,
    'queries cannot do this',
    'use fields, numbers, texts, == != < <= > >= && || ! + - * / % ?: and the functions that heaptrail query --help lists',
  );
}

function literal(expression: Extract<Expression, { type: 'Literal' }>, compiling: Compiling): Read {
  const { value } = expression;
  if (value === null && expression.raw !== 'null') throw notUnderstood(expression, compiling);
  if (value !== null && !['string', 'number', 'boolean'].includes(typeof value))
    throw notUnderstood(expression, compiling);
  return () => value as Value;
}

/** A fact that is known of every object, or a field of the program. */
function word(name: string, start: number, compiling: Compiling): Read {
  if (name === 'undefined') return () => undefined;
  return Object.hasOwn(facts, name) ? facts[name].read(compiling.reader) : field(name, start, compiling);
}

function field(name: string, start: number, { reader, text }: Compiling): Read {
  if (reader.knows(name)) return reader.field(name);
  const near = reader.fieldsLike(name);
  throw queryError(
    text,
    start,
    `nothing in this capture has a field ${name}`,
    near.length > 0
      ? `did you mean: ${near.join(', ')}`
      : 'heaptrail objects RECORDING ID lists the fields of an object',
  );
}

function member(expression: MemberExpression, compiling: Compiling): Read {
  const { object, property, computed } = expression;
  if (object.type === 'Super') throw notUnderstood(object, compiling);
  const of = compile(object, compiling);
  const { reader } = compiling;
  if (computed) {
    const isKey = property.type === 'Literal' && ['string', 'number'].includes(typeof property.value);
    if (!isKey)
      throw queryError(
        compiling.text,
        property.start,
        'only a number or a text can stand here',
        "write [0] or ['key']",
      );
    const key = property.value;
    return through(
      of,
      typeof key === 'number' ? reader.element(key) : field(String(key), property.start, compiling),
    );
  }
  if (property.type !== 'Identifier') throw notUnderstood(property, compiling);
  if (property.name !== 'length') return through(of, field(property.name, property.start, compiling));
  const own = reader.field('length');
  return through(of, (node) => reader.lengthOf(node) ?? own(node));
}

function through(of: Read, read: Read): Read {
  return (node) => {
    const value = of(node);
    return value instanceof HeapRef ? read(value.node) : undefined;
  };
}

/** Functions of one object or text, and of more. */
const functions: Readonly<
  Record<string, (parts: readonly Read[], compiling: Compiling, expression: CallExpression) => Read>
> = {
  field: (_, compiling, { arguments: [given] }) => {
    if (given?.type === 'Literal' && typeof given.value === 'string')
      return field(given.value, given.start, compiling);
    throw queryError(compiling.text, given.start, 'the name of a field is a text', "write field('#secret')");
  },
  has:
    ([value]) =>
    (node) =>
      value(node) !== undefined,
  contains: (parts, compiling, expression) =>
    ofTexts(parts, compiling, expression, (text, part) => text.includes(part)),
  startsWith: (parts, compiling, expression) =>
    ofTexts(parts, compiling, expression, (text, part) => text.startsWith(part)),
  kib:
    ([value]) =>
    (node) =>
      Number(value(node)) * 2 ** 10,
  mib:
    ([value]) =>
    (node) =>
      Number(value(node)) * 2 ** 20,
  gib:
    ([value]) =>
    (node) =>
      Number(value(node)) * 2 ** 30,
};
const parameters: Readonly<Record<string, number>> = { contains: 2, startsWith: 2 };

function ofTexts(
  [value, part]: readonly Read[],
  compiling: Compiling,
  expression: CallExpression,
  holds: (text: string, part: string) => boolean,
): Read {
  const contents = contentsFor(expression, compiling);
  return (node) => {
    const [text, wanted] = [contents(value(node)), contents(part(node))];
    return text !== undefined && wanted !== undefined && holds(text, wanted);
  };
}

/** What can be called: these functions, and every fact, of another object: `retained(messages)`. */
export const functionNames: readonly string[] = [...Object.keys(functions), ...Object.keys(facts)];

function call(expression: CallExpression, compiling: Compiling): Read {
  const { callee, arguments: given, start } = expression;
  const { text, reader } = compiling;
  if (callee.type !== 'Identifier')
    throw queryError(text, start, 'methods cannot be called', 'use a function: contains(name, "part")');
  const { name } = callee;
  const isFact = Object.hasOwn(facts, name);
  if (!isFact && !Object.hasOwn(functions, name)) {
    const near = nearNames(new Set(functionNames), name);
    const next =
      near.length > 0 ? `did you mean: ${near.join(', ')}` : `there are: ${functionNames.join(', ')}`;
    throw queryError(text, start, `there is no function ${name}`, next);
  }
  const wanted = parameters[name] ?? 1;
  if (given.length !== wanted)
    throw queryError(
      text,
      start,
      `${name} takes ${wanted}, and ${given.length} are given`,
      'see heaptrail query --help',
    );
  const parts = given.map((part) => {
    if (part.type === 'SpreadElement') throw notUnderstood(part, compiling);
    return compile(part, compiling);
  });
  return isFact ? through(parts[0], facts[name].read(reader)) : functions[name](parts, compiling, expression);
}

function unary(expression: Extract<Expression, { type: 'UnaryExpression' }>, compiling: Compiling): Read {
  const of = compile(expression.argument, compiling);
  switch (expression.operator) {
    case '!':
      return (node) => !of(node);
    case '-':
      return (node) => -Number(of(node));
    case '+':
      return (node) => Number(of(node));
    default:
      throw notUnderstood(expression, compiling);
  }
}

const comparisons: Readonly<Record<string, (a: number | string, b: number | string) => boolean>> = {
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
};
const sums: Readonly<Record<string, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '%': (a, b) => a % b,
};

function binary(expression: Extract<Expression, { type: 'BinaryExpression' }>, compiling: Compiling): Read {
  const { left, right, operator } = expression;
  if (left.type === 'PrivateIdentifier') throw notUnderstood(left, compiling);
  const a = compile(left, compiling);
  const b = compile(right, compiling);
  if (/^[!=]==?$/.test(operator)) {
    const equals = equality(a, b, compiling, expression);
    return operator.startsWith('!') ? (node) => !equals(node) : equals;
  }
  const compare = comparisons[operator];
  if (compare !== undefined) return comparison(a, b, compare, contentsFor(expression, compiling));
  const join = sums[operator];
  if (join === undefined) throw notUnderstood(expression, compiling);
  return (node) => {
    const [x, y] = [a(node), b(node)];
    return typeof x === 'number' && typeof y === 'number' ? join(x, y) : undefined;
  };
}

/** Texts are equal by what they say, objects if they are the same one. Nothing is converted. */
function equality(a: Read, b: Read, compiling: Compiling, expression: Expression): (node: number) => boolean {
  const { reader } = compiling;
  const contents = contentsFor(expression, compiling);
  return (node) => {
    const [x, y] = [a(node), b(node)];
    if (x === y) return true;
    if (x instanceof HeapRef && y instanceof HeapRef) {
      const said = reader.textOf(x);
      return x.node === y.node || (said !== undefined && said === reader.textOf(y));
    }
    if (typeof x !== 'string' && typeof y !== 'string') return false;
    const text = contents(x);
    return text !== undefined && text === contents(y);
  };
}

/** What is not known is neither more nor less. */
function comparison(
  a: Read,
  b: Read,
  compare: (a: number | string, b: number | string) => boolean,
  contents: (value: Value) => string | undefined,
): Read {
  return (node) => {
    const [x, y] = [a(node), b(node)];
    if (typeof x === 'number' && typeof y === 'number') return compare(x, y);
    const [textOfX, textOfY] = [contents(x), contents(y)];
    return textOfX !== undefined && textOfY !== undefined && compare(textOfX, textOfY);
  };
}

function logical(expression: Extract<Expression, { type: 'LogicalExpression' }>, compiling: Compiling): Read {
  const a = compile(expression.left, compiling);
  const b = compile(expression.right, compiling);
  if (expression.operator === '&&') return (node) => a(node) && b(node);
  if (expression.operator === '||') return (node) => a(node) || b(node);
  return (node) => a(node) ?? b(node);
}

function conditional(
  { test, consequent, alternate }: Extract<Expression, { type: 'ConditionalExpression' }>,
  compiling: Compiling,
): Read {
  const [holds, then, otherwise] = [test, consequent, alternate].map((part) => compile(part, compiling));
  return (node) => (holds(node) ? then(node) : otherwise(node));
}
