import type { Report } from '../../format/report.ts';
import type { Bytes } from '../../format/units.ts';
import { type Outlet, outletsFrom } from '../output/outlets.ts';
import { writeReport } from '../output/write-outlets.ts';
import { asConfigured, type Configuration } from '../requests/configuration.ts';
import { type ExitCode, exitCodeOf, type FailOn } from '../requests/exit-codes.ts';
import { analyzePaths } from './load-report.ts';

export interface PrintOptions {
  /** Where the report goes and in which formats; text on stdout where nothing is said. */
  readonly outlets?: readonly Outlet[] | undefined;
  /** The weakest verdict that ends with exit code 1. Default: `growth`. */
  readonly failOn?: FailOn | undefined;
  /** Write the page here too. */
  readonly html?: string | undefined;
  /** Let the page tell what the target's strings say. */
  readonly includeStrings?: boolean | undefined;
  /** Every suspect, not only the most likely five. */
  readonly all?: boolean | undefined;
  /** The suspects that a project knows and does not want to be judged by. */
  readonly configuration?: Configuration | undefined;
  /** Refuse captures that need more memory than this. */
  readonly maxMemory?: Bytes | undefined;
  /** What the program did between two captures, where the captures do not say. */
  readonly operationsPerInterval?: number | undefined;
}

/** Analyzes a recording (its folder) or loose snapshots, prints the report and returns the exit code. */
export async function analyzeAndPrint(
  source: string | readonly string[],
  options: PrintOptions = {},
): Promise<ExitCode> {
  const paths = typeof source === 'string' ? [source] : source;
  const report = await judgedReport(paths, options);
  const { outlets = outletsFrom({}), all = false } = options;
  await writeReport(report, outlets, { all, source: asTyped(paths) });
  return exitCodeOf(report.verdict, options.failOn ?? 'growth');
}

/**
 * The report without what the project's configuration sets aside. A page shows more than a report says, and both come
 * out of one analysis.
 */
export async function judgedReport(paths: readonly string[], options: PrintOptions): Promise<Report> {
  const { html, configuration, includeStrings, maxMemory, operationsPerInterval } = options;
  const limits = { maxMemory, operationsPerInterval };
  if (html === undefined) return asConfigured(await analyzePaths(paths, limits), configuration);
  const { writePage } = await import('./write-page.ts');
  return await writePage(paths, html, { ...limits, configuration, includeStrings });
}

/** The paths as a shell takes them back; a long list of files is left to the reader to repeat. */
export function asTyped(paths: readonly string[]): string {
  const words = paths.map((path) =>
    /^[\w@%+=:,./-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`,
  );
  const typed = words.join(' ');
  return paths.length === 1 || typed.length <= 60 ? typed : 'FILES';
}
