import type { CallExpression, Expression } from 'acorn';
import type { NodeIndex } from '../parse/snapshot-columns.ts';
import { type Compiling, compile } from './compile.ts';
import { queryError } from './query-error.ts';
import type { Read, Value } from './values.ts';

/** Figures of all objects of a group, by the word that a query has for them. */
const joins: Readonly<Record<string, (values: readonly number[]) => number | undefined>> = {
  sum: (values) => values.reduce((all, value) => all + value, 0),
  avg: (values) =>
    values.length === 0 ? undefined : values.reduce((all, value) => all + value, 0) / values.length,
  min: (values) => (values.length === 0 ? undefined : values.reduce((a, b) => Math.min(a, b))),
  max: (values) => (values.length === 0 ? undefined : values.reduce((a, b) => Math.max(a, b))),
};

export const figureNames: readonly string[] = ['count', ...Object.keys(joins)];

/** Whether a column is a figure of many objects: `max(length)`. */
export function isFigure(expression: Expression): expression is CallExpression {
  return (
    expression.type === 'CallExpression' &&
    expression.callee.type === 'Identifier' &&
    figureNames.includes(expression.callee.name)
  );
}

/** One column of groups. */
export type Figure = (members: readonly NodeIndex[]) => Value;

/** @throws UserError for what is no figure of many objects */
export function compileFigure(expression: Expression, compiling: Compiling): Figure {
  if (!isFigure(expression)) {
    throw queryError(
      compiling.text,
      expression.start,
      'a group has no single value of this',
      `name a figure of all its objects: ${figureNames.map((name) => `${name}(…)`).join(', ')}`,
    );
  }
  const { callee, arguments: given } = expression;
  const name = callee.type === 'Identifier' ? callee.name : '';
  if (name === 'count' && given.length === 0) return (members) => members.length;
  const [part] = given;
  if (given.length !== 1 || part.type === 'SpreadElement')
    throw queryError(
      compiling.text,
      expression.start,
      `${name} takes one expression`,
      `write ${name}(length)`,
    );
  const read = compile(part, compiling);
  if (name === 'count') return (members) => members.filter((node) => isTrue(read(node))).length;
  return (members) => joins[name](numbersOf(members, read));
}

function isTrue(value: Value): boolean {
  return value !== false && value !== undefined && value !== null && value !== 0;
}

function numbersOf(members: readonly NodeIndex[], read: Read): number[] {
  const numbers: number[] = [];
  for (const node of members) {
    const value = read(node);
    if (typeof value === 'number' && !Number.isNaN(value)) numbers.push(value);
  }
  return numbers;
}
