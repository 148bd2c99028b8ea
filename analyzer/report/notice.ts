import { anatomyLines } from '../../format/anatomy-words.ts';
import { holderLines } from '../../format/holder-words.ts';
import type { SuppressedSuspect } from '../../format/known-suspect.ts';
import { share } from '../../format/quantities.ts';
import { releaseWords } from '../../format/release-words.ts';
import type { Report } from '../../format/report.ts';
import type { Suspect } from '../../format/suspect.ts';
import { sizeWords } from '../../format/suspect-size.ts';
import type { Verdict } from '../../format/verdict.ts';
import { rateText } from './suspect-text.ts';
import { speaksOfSuspects } from './verdict.ts';

/**
 * One thing that a CI is told, whatever its format: a suspect, or what the verdict says beyond them.
 * `failure`: proven. `doubt`: not proven, or it could not be judged. `accepted`: known to the project, with its reason.
 */
export interface Notice {
  readonly level: 'failure' | 'doubt' | 'accepted';
  /** What kind of finding it is, stable between runs: `leak/map`, `growth/native`, `inconclusive`. */
  readonly rule: string;
  readonly title: string;
  /** Evidence and remedy, one fact a line. */
  readonly facts: readonly string[];
  readonly suspect?: Suspect;
  /** Why it is accepted. */
  readonly reason?: string;
}

/** All that a report has to tell, the worst first; empty if nothing grows and nothing is accepted. */
export function noticesOf({ verdict, suspects, suppressed = [] }: Report): readonly Notice[] {
  return [
    ...suspects.map(ofSuspect),
    ...(speaksOfSuspects(verdict, suspects) ? [] : ofVerdict(verdict)),
    ...suppressed.map(ofSuppressed),
  ];
}

function ofSuspect(suspect: Suspect): Notice {
  return {
    level: suspect.confirmed ? 'failure' : 'doubt',
    rule: `leak/${suspect.kind}`,
    title: suspect.title,
    facts: factsOf(suspect),
    suspect,
  };
}

function ofVerdict({ outcome, problem, sentence, evidence, next }: Verdict): Notice[] {
  if (outcome === 'none') return [];
  return [
    {
      level: outcome === 'growth' ? 'failure' : 'doubt',
      rule: outcome === 'inconclusive' ? 'inconclusive' : `growth/${problem}`,
      title: sentence,
      facts: [...evidence, ...next.map((step) => `next: ${step}`)],
    },
  ];
}

function ofSuppressed({ suspect, reason }: SuppressedSuspect): Notice {
  return { ...ofSuspect(suspect), level: 'accepted', reason };
}

function factsOf(suspect: Suspect): string[] {
  const release = releaseWords(suspect.holders);
  return [
    `size: ${sizeWords(suspect)}`,
    `rate: ${rateText(suspect)}`,
    `confidence: ${share(suspect.confidence)}`,
    ...(suspect.holders.length > 1
      ? holderLines(suspect.holders)
      : suspect.holders.map(({ expression }) => expression)
    ).map((line) => `held by: ${line}`),
    ...(release === undefined ? [] : [`to free it: ${release}`]),
    ...(suspect.anatomy === undefined ? [] : anatomyLines(suspect.anatomy)).map((text) => `entry: ${text}`),
    ...suspect.evidence.map((text) => `evidence: ${text}`),
    ...suspect.remedy.map((text) => `help: ${text}`),
  ];
}
