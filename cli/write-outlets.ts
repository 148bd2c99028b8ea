import { appendFileSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Reporter, ReportView } from '../analyzer/report/reporter.ts';
import type { Report } from '../format/report.ts';
import { UserError } from '../format/user-error.ts';
import { writeAtomically } from './atomic-file.ts';
import type { Outlet } from './outlets.ts';
import { sourceFilesFrom } from './source-files.ts';
import { print, wantsColors } from './terminal.ts';

export interface WriteOptions extends Pick<ReportView, 'all' | 'source'> {
  /** Formats that a command draws by itself, by name, because it has more to say than a report can. */
  readonly ownFormats?: Readonly<Record<string, (colors: boolean) => string>>;
}

/**
 * Writes the report in every wanted format: files first, so that they are there whoever closes the pipe.
 * @throws UserError `file-not-writable`
 */
export async function writeReport(
  report: Report,
  outlets: readonly Outlet[],
  { ownFormats = {}, ...view }: WriteOptions = {},
): Promise<void> {
  const fileOf = sourceFilesFrom(process.cwd());
  const render = ({ name, render }: Reporter, colors: boolean) =>
    ownFormats[name]?.(colors) ?? render(report, { ...view, fileOf, colors });
  for (const { reporter, to } of outlets) {
    if (to === 'stdout') continue;
    if (to.file === standardError) await print(render(reporter, false), process.stderr);
    else writeFile(to, render(reporter, false));
  }
  for (const { reporter, to } of outlets) {
    if (to === 'stdout') await print(render(reporter, wantsColors(process.stdout)));
  }
}

/** Not opened like a file: that fails where it is a socket. */
const standardError = '/dev/stderr';

function writeFile({ file, append }: Exclude<Outlet['to'], 'stdout'>, text: string): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
    if (append) appendFileSync(file, text);
    else writeAtomically(file, text);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === undefined) throw cause;
    throw new UserError(
      'file-not-writable',
      `${file} cannot be written (${code})`,
      'name another file for this reporter',
      { cause },
    );
  }
}
