import { UserError } from '../../format/user-error.ts';
import { requireCount } from './whole-numbers.ts';

export interface QueryArguments {
  readonly source: readonly string[];
  readonly capture: number | undefined;
  readonly since: number | undefined;
  readonly limit: number;
  readonly json: boolean;
  readonly csv: boolean;
  readonly 'include-strings': boolean;
}

export interface QueryRequest {
  readonly source: readonly string[];
  readonly expression: string;
  readonly capture: number | undefined;
  readonly since: number | undefined;
  readonly limit: number;
  readonly format: 'table' | 'json' | 'csv';
  readonly includeStrings: boolean;
}

/**
 * The last word is the query, the ones before it name the heap.
 * @throws UserError `usage`
 */
export function queryRequest(args: QueryArguments): QueryRequest {
  const words = args.source.map(String);
  const { capture, since, limit, json, csv, 'include-strings': includeStrings } = args;
  requireCount('--limit', limit);
  if (capture !== undefined) requireCount('--capture', capture);
  if (since !== undefined) requireCount('--since', since);
  if (json && csv) throw new UserError('usage', '--json and --csv are two formats', 'leave out one of them');
  if (words.length < 2) {
    throw new UserError(
      'usage',
      'query needs a heap and a query',
      "type them like this: heaptrail query RECORDING 'Session where open == false'",
    );
  }
  const format = json ? 'json' : csv ? 'csv' : 'table';
  return {
    source: words.slice(0, -1),
    expression: words[words.length - 1],
    capture,
    since,
    limit,
    format,
    includeStrings,
  };
}
