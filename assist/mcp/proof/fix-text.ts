import type { WorkUnit } from '../../../analyzer/report/kept.ts';
import { verdictLine } from '../../../analyzer/report/text.ts';
import { paint } from '../../../analyzer/terminal/paint.ts';
import { printable } from '../../../format/printable.ts';
import { count, counted, duration, rateFigure } from '../../../format/quantities.ts';
import type { FixState, Kept, KeptRate } from '../../../judgement/fix.ts';
import { withinTokens } from '../answers/budget.ts';
import { inToolWords } from '../answers/tool-words.ts';
import { shortName } from '../recording/shelf.ts';
import type { FixAnswer, Judged } from './prove-fix.ts';

const mostTokens = 700;
const plain = paint(false);

const sentences: Readonly<Record<FixState, string>> = {
  gone: 'fix proven: the growth is gone',
  less: 'not fixed: it grows more slowly, but it grows',
  remains: 'not fixed: it grows as before',
  unproven: 'not proven yet: too little work was done to tell',
};

/** What the change of the code did to the growth, with its figures and their intervals. */
export function fixText(answer: FixAnswer, before: Judged, after: Judged): string {
  const { suspect, again, unit, counted: figures } = answer;
  const others = after.report.suspects.filter((each) => each !== again);
  const lines = [
    headline(answer, after),
    `growth: [${suspect.fingerprint}] ${suspect.title}`,
    ...(figures === undefined
      ? ['what stays of it cannot be counted in both recordings: the fingerprint alone tells']
      : [
          `before: ${rateWords(figures.proof.before, figures.before, suspect.entryClass, unit)}`,
          `after:  ${rateWords(figures.proof.after, figures.after, suspect.entryClass, unit)}`,
          ...enoughLine(figures.proof.enough, unit),
          'what was born in the last interval is left out: it may still be in use',
        ]),
    ...(answer.idle ? ['the changed program did nothing meanwhile that was counted: give it work'] : []),
    ...(unit === 'hour'
      ? [
          'operations were not counted in both: rates compare only if it did the same work in the same time',
          nextWithCounts(suspect.fingerprint),
        ]
      : []),
    recordedLine(answer, after),
    `verdict after: ${verdictLine(after.report.verdict, plain)}`,
    ...others.slice(0, 3).map(({ fingerprint, title }) => `other suspect: [${fingerprint}] ${title}`),
    ...after.report.coverage.notSeen.slice(0, 2).map((line) => `not seen: ${line}`),
    ...after.report.coverage.limits.slice(0, 2).map((line) => `limit: ${line}`),
    `recordings: before ${shortName(before.folder)}, after ${shortName(after.folder)}`,
  ];
  return withinTokens(mostTokens, inToolWords(lines.map(printable).join('\n')));
}

function headline({ again, counted: figures, unit, idle }: FixAnswer, { report }: Judged): string {
  if (figures !== undefined) {
    const { state } = figures.proof;
    return unit === 'hour' && state === 'gone' ? goneIfSameWork : sentences[state];
  }
  if (again !== undefined) return sentences.remains;
  const couldJudge = !idle && report.coverage.captures > 1 && report.verdict.outcome !== 'inconclusive';
  return couldJudge ? 'the fingerprint is gone; how much may still stay is unknown' : sentences.unproven;
}

function recordedLine({ workload }: FixAnswer, { report: { target } }: Judged): string {
  const whom = target === undefined ? 'unknown' : `${target.command} (pid ${target.pid ?? 'unknown'})`;
  return `recorded after: ${whom}, ${workload === undefined ? 'while it worked by itself' : `while ${workload} ran`}`;
}

function nextWithCounts(fingerprint: string): string {
  const counts = 'operations, or with work.script that prints "operations: N"';
  return `next: for a full proof, record the old program again with ${counts}, then prove_fix { fingerprint: "${fingerprint}", pid or program, allow: "snapshots" }`;
}

const goneIfSameWork = 'the growth is gone, provided that the program did as much as before';

function rateWords(
  { value, low, high }: KeptRate,
  { entries, work }: Kept,
  name: string,
  unit: WorkUnit,
): string {
  const interval = `90 % interval ${rateFigure(low)} to ${rateFigure(high)}`;
  return `${rateFigure(value)} per ${unit} stay (${interval}): ${count(entries)} of ${name} in ${workWords(work, unit)}`;
}

function workWords(work: number, unit: WorkUnit): string {
  return unit === 'hour' ? duration(work * 3_600_000) : counted(work, unit);
}

function enoughLine(enough: number | undefined, unit: WorkUnit): string[] {
  if (enough === undefined) return [];
  const work = workWords(unit === 'hour' ? enough : Math.ceil(enough), unit);
  return [
    `if nothing stays, ${work} before the last interval would be enough: record for longer (seconds, work)`,
  ];
}
