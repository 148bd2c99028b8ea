import * as v from 'valibot';
import { openSource } from '../../../analyzer/recording/open-source.ts';
import { storedReport } from '../../../cli/actions/stored-report.ts';
import { maskedArguments } from '../../../format/masked-arguments.ts';
import { printable } from '../../../format/printable.ts';
import { bytes, counted, duration } from '../../../format/quantities.ts';
import { listTargets, type TargetProcess } from '../../../probes/target/target-process.ts';
import { withinTokens } from '../answers/budget.ts';
import type { Shelf } from '../recording/shelf.ts';
import { defineTool, optional, readOnly } from '../tool.ts';

const mostTokens = 1_000;
const mostRows = 20;
const widestCommand = 140;

export const listTool = defineTool({
  name: 'list',
  title: 'List processes and recordings',
  description:
    'Lists the Node and Bun processes on this machine, the largest first, and the recordings that were made earlier, ' +
    'the newest first. Touches nothing. Start here to find the pid.',
  inputs: {
    name: optional(v.string(), 'only processes whose command has this text, for example server.js'),
  },
  annotations: readOnly,
  answer: async ({ name }, { room: { shelf } }) =>
    withinTokens(mostTokens, `${processLines(name).join('\n')}\n\n${recordingLines(shelf).join('\n')}`),
});

function processLines(name: string | undefined): string[] {
  const all = listTargets().map((target) => ({ target, command: commandOf(target) }));
  const named = name === undefined ? all : all.filter(({ command }) => command.includes(name));
  const shown = named.toSorted((a, b) => (b.target.rss ?? 0) - (a.target.rss ?? 0)).slice(0, mostRows);
  if (shown.length === 0)
    return [
      `no process${name === undefined ? '' : ` of ${counted(all.length, 'process')} has "${name}" in its command`}`,
    ];
  const hidden = named.length - shown.length;
  return [
    'processes:',
    ...shown.map(({ target, command }) => processLine(target, command)),
    ...(hidden > 0 ? [`… ${hidden} more: name finds one`] : []),
  ];
}

function commandOf({ command }: TargetProcess): string {
  return printable(maskedArguments(command).join(' '));
}

function processLine(
  { pid, runtime, version = '?', rss, user, startedAt }: TargetProcess,
  command: string,
): string {
  const cut = command.length > widestCommand ? `${command.slice(0, widestCommand)}…` : command;
  return `pid ${pid}  ${runtime} ${version}  ${rss === undefined ? '' : `${bytes(rss)} resident  `}runs for ${duration(Date.now() - startedAt)}  user ${user}  ${cut}`;
}

function recordingLines(shelf: Shelf): string[] {
  const names = shelf.names();
  if (names.length === 0) return ['no recordings yet'];
  return [
    `recordings in ${shelf.folder}:`,
    ...names.slice(0, mostRows).map((name) => recordingLine(shelf, name)),
  ];
}

function recordingLine(shelf: Shelf, name: string): string {
  try {
    const opened = openSource([shelf.find(name)]);
    const { manifest } = opened;
    const report = storedReport(opened);
    const verdict =
      report === undefined ? 'not judged yet' : `${report.verdict.outcome}: ${report.verdict.sentence}`;
    const command =
      manifest === undefined
        ? ''
        : `, ${maskedArguments(manifest.target.command).join(' ').slice(0, widestCommand)}`;
    return printable(`${name}${command}: ${verdict}`);
  } catch {
    return `${name}: cannot be read`;
  }
}
