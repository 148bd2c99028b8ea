import { printable } from '../../format/printable.ts';
import { type Notice, noticesOf } from './notice.ts';
import type { Reporter, ReportView } from './reporter.ts';
import { sourcePlaceOf } from './source-place.ts';

/**
 * Annotations of GitHub Actions: one workflow command a notice, on a line of its own
 * (docs.github.com, "Workflow commands for GitHub Actions"). The runner reads them from stdout and from stderr.
 */
export const githubReporter: Reporter = {
  name: 'github',
  purpose: 'GitHub Actions annotations',
  render: (report, view) =>
    noticesOf(printable(report))
      .map((notice) => `${command(notice, view)}\n`)
      .join(''),
};

const commands = { failure: 'error', doubt: 'warning', accepted: 'notice' } as const;

function command(notice: Notice, view: ReportView): string {
  const { level, facts, reason } = notice;
  const lines = reason === undefined ? facts : [`accepted: ${reason}`];
  const properties = [...place(notice, view), ['title', title(notice)]]
    .map(([name, value]) => `${name}=${property(value)}`)
    .join(',');
  return `::${commands[level]} ${properties}::${data([notice.title, ...lines].join('\n'))}`;
}

function title({ rule, suspect }: Notice): string {
  return suspect === undefined ? `heaptrail: ${rule}` : `heaptrail: ${rule} [${suspect.fingerprint}]`;
}

function place({ suspect }: Notice, { fileOf }: ReportView): [string, string][] {
  const found = suspect === undefined ? undefined : sourcePlaceOf(suspect);
  const file = found === undefined ? undefined : fileOf?.(found.file);
  if (file === undefined) return [];
  return [
    ['file', file],
    ...(found?.line === undefined ? [] : [['line', String(found.line)] as [string, string]]),
  ];
}

/** The runner's own escapes: a line break would end the command, and what follows could be one of its own. */
function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
