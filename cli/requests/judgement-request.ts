import type { Outlet } from '../output/outlets.ts';
import type { Configuration } from './configuration.ts';
import type { ConfigurationArgument } from './configuration-option.ts';
import type { FailOn } from './exit-codes.ts';
import { requireCount } from './whole-numbers.ts';

/** How what is recorded is judged, and where that is reported. */
export interface JudgementRequest {
  /** Where the report goes, and in which formats. */
  readonly outlets: readonly Outlet[];
  /** The suspects that a project knows and does not want to be judged by. */
  readonly configuration: Configuration | undefined;
  /** The weakest verdict that ends with exit code 1. */
  readonly failOn: FailOn;
  /** How many sessions ended between two captures, if the person knows. */
  readonly expectedEnds?: number | undefined;
  /** Write the page here too. */
  readonly html?: string | undefined;
  /** Let it show lines of source code. */
  readonly source?: boolean | undefined;
}

export interface JudgementArguments {
  readonly json: boolean;
  readonly reporter: readonly string[] | undefined;
  readonly outputFile?: string | undefined;
  readonly html: string | undefined;
  readonly source?: boolean | undefined;
  readonly 'fail-on': FailOn | undefined;
  readonly 'expect-ends'?: number | undefined;
  readonly config: ConfigurationArgument;
}

/** @throws UserError before anything is recorded or analyzed: a fault in it must not cost a recording */
export async function judgementRequest(args: JudgementArguments): Promise<JudgementRequest> {
  const { 'expect-ends': expectedEnds } = args;
  if (expectedEnds !== undefined) requireCount('--expect-ends', expectedEnds);
  const { outletsFrom } = await import('../output/outlets.ts');
  const { loadConfiguration } = await import('./configuration.ts');
  return {
    outlets: outletsFrom(args),
    configuration: await loadConfiguration(args.config),
    failOn: args['fail-on'] ?? 'growth',
    expectedEnds,
    html: args.html,
    source: args.source,
  };
}
