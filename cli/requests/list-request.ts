import type { InventoryArguments } from './inventory-options.ts';
import { requireCount } from './whole-numbers.ts';

/** Which capture is listed, and which of its rows. */
export interface ListRequest {
  readonly source: readonly string[];
  /** Counted from 1; the last if absent. */
  readonly capture: number | undefined;
  /** The capture to compare with. */
  readonly since: number | undefined;
  readonly filter: string | undefined;
  readonly sort: string | undefined;
  readonly limit: number;
  readonly json: boolean;
  readonly includeStrings: boolean;
}

/** @throws UserError `usage` if a number is none */
export function listRequest(args: InventoryArguments): ListRequest {
  const { source, capture, since, filter, sort, limit, json, 'include-strings': includeStrings } = args;
  requireCount('--limit', limit);
  if (capture !== undefined) requireCount('--capture', capture);
  if (since !== undefined) requireCount('--since', since);
  return { source, capture, since, filter, sort, limit, json, includeStrings };
}
