import { sentenceOf } from '../../analyzer/builds/build-words.ts';
import type { BuildComparison, BuildName } from '../../analyzer/builds/comparison.ts';
import { comparisonSchemaVersion } from '../../analyzer/builds/comparison.ts';
import { renderComparisonMarkdown } from '../../analyzer/builds/comparison-markdown.ts';
import { renderComparisonText } from '../../analyzer/builds/comparison-text.ts';
import { reportOfComparison } from '../../analyzer/builds/report-of-comparison.ts';
import { printableJson } from '../../format/printable.ts';
import type { Report } from '../../format/report.ts';
import { shellWord } from '../../format/shell-words.ts';
import { tool } from '../../format/tool.ts';
import { type BuildState, stateOfAll } from '../../judgement/builds.ts';
import type { Build } from '../../probes/builds/run-build.ts';
import { writeReport } from '../output/write-outlets.ts';
import type { CompareBuildsRequest } from '../requests/compare-builds-request.ts';
import { type ExitCode, exitCode } from '../requests/exit-codes.ts';
import { type BuildRounds, runRounds } from './build-rounds.ts';
import { type Explained, explainBuilds } from './explain-builds.ts';
import { untilInterrupted } from './interrupt.ts';

const endOfComparison = 'ending the comparison; press Ctrl-C again to quit now';

/** Runs two builds in turns until it is clear whether the head leaves more behind, and says why. */
export async function compareBuilds(request: CompareBuildsRequest): Promise<ExitCode> {
  const { rounds, explained } = await untilInterrupted((signal) => compare(request, signal), endOfComparison);
  const comparison = comparisonOf(request, rounds, explained);
  await write(request, comparison, explained?.later);
  return exitCodes[comparison.state];
}

async function compare(
  request: CompareBuildsRequest,
  signal: AbortSignal,
): Promise<{ readonly rounds: BuildRounds; readonly explained: Explained | undefined }> {
  const rounds = await runRounds(request, signal);
  const isWorse = stateOfAll(rounds.measures) === 'worse';
  const isExplained = isWorse && request.explain && !signal.aborted;
  return { rounds, explained: isExplained ? await explainBuilds(request, signal) : undefined };
}

function comparisonOf(
  { base, head, operation }: CompareBuildsRequest,
  rounds: BuildRounds,
  explained: Explained | undefined,
): BuildComparison {
  const { measures, workload, took, endedBy, operations, notes } = rounds;
  const state = stateOfAll(measures);
  const per = operations === undefined ? 'interval' : operation;
  return {
    schemaVersion: comparisonSchemaVersion,
    tool,
    createdAt: Date.now(),
    state,
    sentence: sentenceOf(state, measures, per),
    base: nameOf(base),
    head: nameOf(head),
    workload,
    per,
    ...(operations === undefined ? {} : { operations }),
    rounds: rounds.rounds,
    took,
    ...(endedBy === undefined ? {} : { endedBy }),
    measures,
    ...(explained?.diff === undefined ? {} : { reason: explained.diff }),
    notes: [...notes, ...(explained?.failure === undefined ? [] : [explained.failure])],
  };
}

function nameOf({ command, directory }: Build): BuildName {
  return {
    command: command.map(shellWord).join(' '),
    ...(directory === undefined ? {} : { directory }),
  };
}

async function write(
  { outlets }: CompareBuildsRequest,
  comparison: BuildComparison,
  later: Report | undefined,
): Promise<void> {
  const markdown = () => renderComparisonMarkdown(comparison);
  await writeReport(reportOfComparison(comparison, later), outlets, {
    ownFormats: {
      text: (colors) => renderComparisonText(comparison, { colors }),
      json: () => `${printableJson(comparison, 2)}\n`,
      markdown,
      'github-summary': markdown,
    },
  });
}

/** What could not be told apart never looks green. */
const exitCodes: Readonly<Record<BuildState, ExitCode>> = {
  worse: exitCode.suspects,
  better: exitCode.noGrowth,
  same: exitCode.noGrowth,
  unclear: exitCode.inconclusive,
};
