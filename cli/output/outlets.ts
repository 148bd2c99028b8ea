import type { Reporter } from '../../analyzer/report/reporter.ts';
import { reporters } from '../../analyzer/report/reporters.ts';
import { UserError } from '../../format/user-error.ts';

/** Where one format of the report goes: a file, the end of a file, or stdout. */
export interface Outlet {
  readonly reporter: Reporter;
  readonly to: { readonly file: string; readonly append: boolean } | 'stdout';
}

/** What was typed about formats and files. */
export interface OutletArguments {
  /** `NAME` or `NAME=FILE`, repeatable. */
  readonly reporter?: readonly string[] | undefined;
  /** Short for `--reporter json`. */
  readonly json?: boolean | undefined;
  /** Where what would go to stdout goes instead. */
  readonly outputFile?: string | undefined;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The outlets of a run. Stdout carries one format: what was named without a file, else text, so that a log says what
 * was found also if files are written.
 * @throws UserError `usage`, before anything is recorded or analyzed
 */
export function outletsFrom(
  given: OutletArguments,
  environment: Environment = process.env,
): readonly Outlet[] {
  const named = [...(given.reporter ?? []), ...(given.json ? ['json'] : [])];
  const outlets = named.map((text) => outletFrom(text, environment));
  const onStdout = outlets.filter(({ to }) => to === 'stdout');
  if (onStdout.length > 1) throw severalOnStdout(onStdout);
  const [first = outletFrom('text', environment)] = onStdout;
  const files = outlets.filter(({ to }) => to !== 'stdout');
  if (given.outputFile === undefined) return [...files, first];
  return [...files, { ...first, to: { file: given.outputFile, append: false } }];
}

function outletFrom(text: string, environment: Environment): Outlet {
  const [, name = '', file] = /^([^=]*)(?:=(.*))?$/s.exec(text) ?? [];
  const reporter = reporters.find((candidate) => candidate.name === name);
  if (reporter === undefined) {
    throw new UserError(
      'usage',
      `there is no reporter ${name === '' ? 'without a name' : name}`,
      `name one of ${reporters.map((known) => known.name).join(', ')}`,
    );
  }
  if (file === '') {
    throw new UserError(
      'usage',
      `--reporter ${text} names no file`,
      `write --reporter ${name}=FILE, or --reporter ${name} for stdout`,
    );
  }
  if (file !== undefined) return { reporter, to: { file, append: false } };
  return { reporter, to: reporter.appendsTo === undefined ? 'stdout' : fileIn(reporter, environment) };
}

function fileIn({ name, appendsTo = '' }: Reporter, environment: Environment): Outlet['to'] {
  const file = environment[appendsTo];
  if (file !== undefined && file !== '') return { file, append: true };
  throw new UserError(
    'usage',
    `${name} writes to the file that ${appendsTo} names, which is not set here`,
    `name a file: --reporter ${name}=FILE`,
  );
}

function severalOnStdout(outlets: readonly Outlet[]): UserError {
  const names = [...new Set(outlets.map(({ reporter }) => reporter.name))];
  return new UserError(
    'usage',
    names.length === 1
      ? `${names[0]} was asked for twice on stdout`
      : `${names.join(' and ')} cannot share stdout`,
    `give all but one a file: --reporter ${names.at(-1)}=FILE`,
  );
}
