import type { Reporter, ReportView } from '../../analyzer/report/reporter.ts';
import type { Report } from '../../format/report.ts';
import type { Outlet } from './outlets.ts';
import { sourceFilesFrom } from './source-files.ts';
import { print, printText, wantsColors } from './terminal.ts';
import { writeNamedFile } from './write-named-file.ts';

export interface WriteOptions extends Pick<ReportView, 'all' | 'source'> {
  /** Formats that a command draws by itself, by name, because it has more to say than a report can. */
  readonly ownFormats?: Readonly<Record<string, (colors: boolean) => string>>;
}

/**
 * Writes the report in every wanted format: files first, so that they are there even if the pipe is closed.
 * @throws UserError `file-not-writable`
 */
export async function writeReport(
  report: Report,
  outlets: readonly Outlet[],
  { ownFormats = {}, ...view }: WriteOptions = {},
): Promise<void> {
  const directory = directoryOf(report);
  const fileOf = sourceFilesFrom(process.cwd(), directory);
  const render = ({ name, render }: Reporter, colors: boolean) =>
    ownFormats[name]?.(colors) ?? render(report, { ...view, fileOf, colors });
  // Text is for a person; the other formats are read by programs.
  const write = (reporter: Reporter, colors: boolean, stream: NodeJS.WriteStream) => {
    const text = render(reporter, colors);
    return reporter.name === 'text' ? printText(text, { directory, stream }) : print(text, stream);
  };
  for (const { reporter, to } of outlets) {
    if (to === 'stdout') continue;
    if (to.file === standardError) await write(reporter, false, process.stderr);
    else writeNamedFile(to.file, render(reporter, false), to);
  }
  for (const { reporter, to } of outlets) {
    if (to === 'stdout') await write(reporter, wantsColors(process.stdout), process.stdout);
  }
}

/** What places are relative to; of several heaps, those of one program. */
export function directoryOf({ target, heaps }: Report): string | undefined {
  return target?.directory ?? heaps?.[0]?.report.target?.directory;
}

/** Not opened like a file: that fails if it is a socket. */
const standardError = '/dev/stderr';
