import { parseDuration } from '../../format/duration.ts';
import type { Millis } from '../../format/units.ts';
import type { FailOn } from './exit-codes.ts';

export interface AutopsyRequest {
  /** Logs, reports, snapshots, recordings and folders of a watch, in any mixture. */
  readonly sources: readonly string[];
  readonly json: boolean;
  readonly outputFile: string | undefined;
  /** The weakest verdict that ends with exit code 1. */
  readonly failOn: FailOn;
  /** List every life. */
  readonly all: boolean;
  /** Only this process or container. */
  readonly pid?: string;
  /** The time between lines that do not carry theirs. */
  readonly every?: Millis;
}

export interface AutopsyArguments {
  readonly source: readonly string[];
  readonly pid: string | undefined;
  readonly every: string | undefined;
  readonly json: boolean;
  readonly 'output-file': string | undefined;
  readonly 'fail-on': FailOn;
  readonly all: boolean;
}

/** @throws UserError what is wrong with the words */
export function autopsyRequest(args: AutopsyArguments): AutopsyRequest {
  const { source, pid, every, json, all } = args;
  return {
    sources: source,
    json,
    outputFile: args['output-file'],
    failOn: args['fail-on'],
    all,
    ...(every === undefined ? {} : { every: parseDuration(every) }),
    ...(pid === undefined ? {} : { pid }),
  };
}
