import { allocatedBy } from '../../../analyzer/report/allocation-text.ts';
import { placeOf } from '../../../analyzer/report/path-text.ts';
import { heading, rateText } from '../../../analyzer/report/suspect-text.ts';
import { coverageLines, verdictLine } from '../../../analyzer/report/text.ts';
import { paint } from '../../../analyzer/terminal/paint.ts';
import { standsOn } from '../../../format/coverage.ts';
import { printable } from '../../../format/printable.ts';
import { count, counted } from '../../../format/quantities.ts';
import type { Report } from '../../../format/report.ts';
import type { Suspect } from '../../../format/suspect.ts';
import { sizeWords } from '../../../format/suspect-size.ts';
import { withinTokens } from './budget.ts';
import { inToolWords } from './tool-words.ts';

const mostTokens = 1_000;
const plain = paint(false);
const toldReasons = 3;

/** The verdict in at most a thousand tokens: what grows, who holds it, where, how sure, and what was not seen. */
export function verdictAnswer(raw: Report, recording: string): string {
  const report = printable(raw);
  const texts = [3, 2, 1].map((most) => inToolWords(textWith(report, most, recording)));
  return withinTokens(mostTokens, ...texts);
}

function textWith(report: Report, most: number, recording: string): string {
  const { verdict, suspects, heaps = [], coverage, suppressed = [] } = report;
  const hidden = suspects.length - most;
  return [
    verdictLine(verdict, plain, standsOn(coverage)),
    ...verdict.evidence.slice(0, toldReasons).map((reason) => `because: ${reason}`),
    ...heaps.map(({ name, report: each }) => `${name}: ${verdictLine(each.verdict, plain)}`),
    ...suspects.slice(0, most).flatMap((suspect) => ['', ...suspectLines(suspect)]),
    ...(hidden > 0 ? [`${counted(hidden, 'more suspect')}: explain lists them`] : []),
    ...(suppressed.length > 0 ? [`${counted(suppressed.length, 'suspect')} set aside by the project`] : []),
    '',
    ...coverageLines(report).filter((line) => !line.startsWith('memory:')),
    `recording: ${recording}`,
    nextLine(report),
  ].join('\n');
}

const uncounted =
  'Operations were not counted, so that proof is only conditional: for a full one, first record again with operations, or with work.script that prints "operations: N"';

function suspectLines(suspect: Suspect): string[] {
  const { holders, path, survivors, allocations, remedy, entryClass, heaps = [] } = suspect;
  const place = placeOf(suspect);
  const declared = path.findLast(({ declared: at, location }) => at ?? location);
  return [
    heading(suspect, plain),
    ...holders.slice(0, 2).map(({ expression }) => `  holder: ${expression}`),
    ...(place === undefined ? [] : [`  place: ${place}`]),
    ...(declared === undefined ? [] : [`  code: ${declared.declared ?? declared.location}`]),
    `  entries: ${entryClass}, alive by interval of birth: ${survivors.counts.map(count).join(', ')}`,
    `  size: ${sizeWords(suspect)}; rate: ${rateText(suspect)}`,
    ...heaps.map((heap) => `  in: ${heap}`),
    ...(allocations === undefined
      ? []
      : allocatedBy(allocations)
          .slice(0, 1)
          .map((line) => `  ${line}`)),
    ...remedy.slice(0, 1).map((line) => `  help: ${line}`),
  ];
}

function nextLine({ verdict, suspects, intervals }: Report): string {
  const [first] = suspects;
  if (first !== undefined) {
    const which = `fingerprint: "${first.fingerprint}"`;
    const counts = intervals.every(({ operations }) => operations !== undefined);
    return (
      `next: explain { ${which} }; after a change of the code, prove_fix { ${which}, pid or program, allow: "snapshots" }` +
      (counts ? '' : `. ${uncounted}`)
    );
  }
  if (verdict.outcome === 'none') return 'next: nothing grew in what was judged';
  const [step] = verdict.next;
  return `next: ${step ?? 'record for longer, or while the program does the work that leaks'}`;
}
