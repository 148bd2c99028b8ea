import type { SuppressedSuspect } from '../../format/known-suspect.ts';
import { partNames } from '../../format/part-words.ts';
import { counted } from '../../format/quantities.ts';
import type { Report } from '../../format/report.ts';
import type { Suspect } from '../../format/suspect.ts';
import type { JudgedPart, Verdict } from '../../format/verdict.ts';
import { enoughMoments } from '../../judgement/parameters/intervals.ts';
import { joinHeaps } from './join-heaps.ts';
import { howToJudge } from './judged-parts.ts';
import { alone, placesOf, withPlaces } from './places-of-growth.ts';
import { fits, type SuspectRule } from './suspect-rule.ts';
import { speaksOfSuspects, verdictOfSuspects } from './verdict.ts';

/**
 * The report without what the rules name: such suspects no longer count for the verdict, and are in `suppressed`
 * with the reason. A verdict on memory outside the heap stays, because no suspect was blamed for it.
 */
export function setAside(report: Report, rules: readonly SuspectRule[]): Report {
  const { heaps } = report;
  if (heaps === undefined) return setAsideInHeap(report, rules);
  // An entry that fits no suspect of one heap may fit one of another.
  const rest = heaps.map((heap) => ({ ...heap, report: withoutSuspects(heap.report, rules) }));
  const { coverage } = report;
  return {
    ...joinHeaps(rest, []),
    coverage: { ...coverage, limits: [...coverage.limits, ...unused(report, rules)] },
  };
}

function setAsideInHeap(report: Report, rules: readonly SuspectRule[]): Report {
  const { coverage } = report;
  return {
    ...withoutSuspects(report, rules),
    coverage: { ...coverage, limits: [...coverage.limits, ...unused(report, rules)] },
  };
}

function withoutSuspects(report: Report, rules: readonly SuspectRule[]): Report {
  const suppressed: SuppressedSuspect[] = [...(report.suppressed ?? [])];
  const ruleOf = (place: Suspect) => rules.find((candidate) => fits(candidate, place));
  const suspects = report.suspects.flatMap((suspect) => {
    for (const place of placesOf(suspect)) {
      const rule = ruleOf(place);
      if (rule !== undefined) suppressed.push(asSuppressed(alone(place), rule));
    }
    return withPlaces(suspect, (place) => ruleOf(place) === undefined) ?? [];
  });
  const verdict = verdictWithout(report, suspects, 'the configuration names');
  return { ...report, verdict, suspects, suppressed };
}

function asSuppressed(suspect: Suspect, { list, reason, by, matches }: SuspectRule): SuppressedSuspect {
  return { suspect, list, reason, by, matches };
}

/**
 * The verdict if only these suspects are left.
 * @param by what the others are known by, for the sentence: `the configuration names`
 */
export function verdictWithout(report: Report, left: readonly Suspect[], by: string): Verdict {
  const { verdict, suspects, coverage, intervals } = report;
  if (left.length === suspects.length || !speaksOfSuspects(verdict, suspects)) return verdict;
  // Pulses date one capture as well as several captures would.
  const looks = Math.max(coverage.captures, intervals.length + 1);
  if (left.length > 0) {
    const { parts } = verdict;
    return {
      ...verdictOfSuspects(left, looks, verdict.evidence),
      ...(parts === undefined ? {} : { parts }),
    };
  }
  const known = counted(suspects.length, 'suspect');
  const parts = verdict.parts?.map((part) => withoutKnown(part, by));
  const sentence = `nothing grows except what ${by} (${known})`;
  const rest = { evidence: verdict.evidence, ...(parts === undefined ? {} : { parts }) };
  const unjudged = parts?.filter(({ state }) => state === 'not-judged') ?? [];
  if (looks >= enoughMoments && unjudged.length === 0) {
    return { outcome: 'none', problem: 'none', sentence, confidence: verdict.confidence, next: [], ...rest };
  }
  const undecided = { outcome: 'inconclusive', problem: 'unknown', confidence: 0, ...rest } as const;
  if (looks < enoughMoments) {
    const next = [`record again with at least ${enoughMoments} captures: two cannot clear a process`];
    return { ...undecided, sentence, next };
  }
  const names = unjudged.map(({ name }) => partNames[name]).join(', ');
  return { ...undecided, sentence: `${sentence}, not judged: ${names}`, next: howToJudge(unjudged) };
}

/** What suspects answered for; other parts were judged without them. */
function withoutKnown(part: JudgedPart, by: string): JudgedPart {
  if (part.name !== 'heap' && !(part.name === 'external' && part.state === 'grows')) return part;
  return { ...part, state: 'does-not-grow', reason: `nothing except what ${by}` };
}

/** Entries outlive what they were written for: they are said, so that they can be removed. */
function unused({ suspects, suppressed = [] }: Report, rules: readonly SuspectRule[]): string[] {
  const known = [...suspects.flatMap(placesOf), ...suppressed.map(({ suspect }) => suspect)];
  return rules
    .filter((rule) => !known.some((suspect) => fits(rule, suspect)))
    .map(
      ({ list, index, by, matches }) =>
        `${list}[${index}] in the configuration matches no suspect (${by} ${matches})`,
    );
}
