import type { KnownCause, SuiteHolder } from '../../../format/suite-report.ts';

/** One known reason why something outlives its test file. A further one is a file beside this and a line in `index.ts`. */
export interface CauseFinder {
  readonly cause: KnownCause;
  fits(holder: SuiteHolder, testFiles: ReadonlySet<string>): boolean;
}

/** The files that a path leads through, in order. */
export function filesOf({ path }: SuiteHolder): string[] {
  return path.flatMap(({ kind, name, location, declared }) => [
    ...(kind === 'module' ? [name] : []),
    ...[location, declared]
      .filter((place) => place !== undefined)
      .map((place) => place.replace(/(:\d+)+$/, '')),
  ]);
}
