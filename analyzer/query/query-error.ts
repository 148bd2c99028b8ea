import { UserError } from '../../format/user-error.ts';

const shown = 24;

/** What is wrong with a query, and at which column: they count from 1. */
export function queryError(text: string, at: number, fault: string, next: string): UserError {
  const rest = text.slice(at);
  const cut = rest.length > shown ? `${rest.slice(0, shown)}…` : rest;
  const place = rest === '' ? 'at its end' : `at \`${cut}\``;
  return new UserError('usage', `the query is wrong in column ${at + 1}, ${place}: ${fault}`, next);
}
