import { type MappedColumn, parseColumnMap } from '../../analyzer/triage/telemetry/column-map.ts';
import { parseDuration } from '../../format/duration.ts';
import { parseSize } from '../../format/size.ts';
import type { Bytes, Millis } from '../../format/units.ts';
import type { FailOn } from './exit-codes.ts';

export interface TriageRequest {
  /** A recording, or logs. */
  readonly sources: readonly string[];
  readonly json: boolean;
  readonly outputFile: string | undefined;
  /** The weakest verdict that ends with exit code 1. */
  readonly failOn: FailOn;
  /** List every process. */
  readonly all: boolean;
  /** Which column of a log is what. */
  readonly columns?: readonly MappedColumn[];
  /** Judge this process alone. */
  readonly pid?: string;
  /** What the process may take at most. */
  readonly limit?: Bytes;
  /** The time between lines that do not carry theirs. */
  readonly every?: Millis;
}

export interface TriageArguments {
  readonly source: readonly string[];
  readonly columns: string | undefined;
  readonly pid: string | undefined;
  readonly limit: string | undefined;
  readonly every: string | undefined;
  readonly json: boolean;
  readonly 'output-file': string | undefined;
  readonly 'fail-on': FailOn;
  readonly all: boolean;
}

/** @throws UserError what is wrong with the words */
export function triageRequest(args: TriageArguments): TriageRequest {
  const { source, columns, pid, limit, every, json, all } = args;
  return {
    sources: source,
    json,
    outputFile: args['output-file'],
    failOn: args['fail-on'],
    all,
    ...(limit === undefined ? {} : { limit: parseSize(limit) }),
    ...(columns === undefined ? {} : { columns: parseColumnMap(columns) }),
    ...(every === undefined ? {} : { every: parseDuration(every) }),
    ...(pid === undefined ? {} : { pid }),
  };
}
