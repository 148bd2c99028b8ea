import type { Report } from '../../format/report.ts';
import { reportSchemaVersion } from '../../format/report.ts';
import type { Verdict } from '../../format/verdict.ts';
import type { BuildState } from '../../judgement/builds.ts';
import { buildLimits } from '../../judgement/parameters/builds.ts';
import { acceptKnown } from '../report/accept-known.ts';
import { changeWords } from '../report/diff-text.ts';
import { differenceWords, measureNames } from './build-words.ts';
import type { BuildComparison } from './comparison.ts';
import { nextOf } from './comparison-text.ts';
import { reasonsOf } from './reason.ts';

/**
 * A comparison as a report of what is worse, for the formats that know only reports.
 * @param later what the recording of the head says, if there is one: what the base has too is accepted in it
 */
export function reportOfComparison(comparison: BuildComparison, later: Report | undefined): Report {
  const verdict = verdictOf(comparison);
  if (later === undefined) return { ...withoutRecording(comparison), verdict };
  return { ...withReasons(comparison, later), verdict };
}

function withReasons({ reason }: BuildComparison, later: Report): Report {
  if (reason === undefined) return later;
  const { fresh, faster } = reasonsOf(reason);
  const changes = new Map(faster.map((change) => [change.fingerprint, change]));
  const isNew = new Set(fresh.map(({ fingerprint }) => fingerprint));
  return acceptKnown(
    later,
    ({ fingerprint }) => {
      const change = changes.get(fingerprint);
      if (change !== undefined) return { faster: `faster than in the base: ${changeWords(change)}` };
      return isNew.has(fingerprint) ? undefined : { accepted: 'the base has it too' };
    },
    'is in the base too',
  );
}

function withoutRecording({ tool, createdAt, notes }: BuildComparison): Omit<Report, 'verdict'> {
  return {
    schemaVersion: reportSchemaVersion,
    tool,
    createdAt,
    suspects: [],
    intervals: [],
    coverage: { captures: 0, method: 'survivors-by-birth', notSeen: [], limits: notes },
  };
}

function verdictOf(comparison: BuildComparison): Verdict {
  const { state, sentence, measures, per } = comparison;
  const outcome = outcomes[state];
  return {
    outcome,
    problem: outcome === 'growth' ? 'retained-objects' : outcome === 'none' ? 'none' : 'unknown',
    sentence: `${state}: ${sentence}`,
    confidence: confidences[state],
    evidence: measures.map(
      ({ measure, difference }) =>
        `${measureNames[measure]} per ${per}: ${differenceWords(measure, difference)}, by 95 % intervals`,
    ),
    next: nextOf(comparison),
  };
}

const outcomes: Readonly<Record<BuildState, Verdict['outcome']>> = {
  worse: 'growth',
  better: 'none',
  same: 'none',
  unclear: 'inconclusive',
};

const confidences: Readonly<Record<BuildState, number>> = {
  worse: 1 - buildLimits.falseAlarm,
  better: 1 - buildLimits.falseAlarm,
  same: 1 - buildLimits.missed,
  unclear: 0,
};
