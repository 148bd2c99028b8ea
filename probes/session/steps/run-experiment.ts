import { setTimeout as sleep } from 'node:timers/promises';
import type { Experiment, ExperimentStep } from '../../../format/experiment.ts';
import type { MemorySample } from '../../../format/memory-sample.ts';
import type { Millis } from '../../../format/units.ts';
import { waitingForCollection } from '../../../judgement/series/waiting-for-collection.ts';
import type { ExperimentSource } from '../../connection.ts';
import { ProbeError } from '../../probe-error.ts';
import type { RunParts } from './run-parts.ts';

/** V8 frees the contents of collected ArrayBuffers on a thread of its own, soon after the collection. */
const settles: Millis = 2_000;

/**
 * At the end of a recording: what does a collection give back, and what does the allocator have to give? Each step is
 * predicted by what was measured before it. Samples are marked, because nothing that happens here is the program's doing.
 */
export async function runExperiment(run: RunParts): Promise<void> {
  const { connection, folder, ledger, stop, setting } = run;
  if (stop.aborted || connection.target.thread !== undefined) return;
  const { experiments } = connection;
  if (experiments === undefined) {
    await run.note('no experiment was made: it needs the inspector of a Node or Bun process');
    return;
  }
  setting.onEvent({ kind: 'note', note: 'experiment: collecting garbage, then giving freed memory back' });
  try {
    const experiment = await experimentWith(run, experiments);
    await folder.update({ experiment });
    await ledger.takeWithParts('resumed');
  } catch (error) {
    // The recording is worth as much without it.
    if (!(error instanceof ProbeError)) throw error;
    await run.note(`the experiment ended early: ${error.message}`);
  }
}

async function experimentWith({ ledger }: RunParts, experiments: ExperimentSource): Promise<Experiment> {
  const before = await ledger.takeWithParts('disturbed');
  const expected = waitingForCollection(ledger.samples);
  const start = performance.now();
  await experiments.collect();
  const took = Math.round(performance.now() - start);
  await sleep(settles);
  const collected = await ledger.takeWithParts();
  const collection = stepOf(before, collected, took, {
    predicted: expected,
    givenBack: (before.external ?? 0) - (collected.external ?? 0),
  });
  const trimmed = await experiments.trim();
  if ('refused' in trimmed) return { collection, notTrimmed: trimmed.refused };
  const after = await ledger.takeWithParts();
  const trim = stepOf(collected, after, Math.round(trimmed.took), {
    predicted: collected.parts?.malloc?.trimmable,
    givenBack: ownOf(collected) - ownOf(after),
  });
  return { collection, trim: { ...trim, by: trimmed.by } };
}

function stepOf(
  before: MemorySample,
  after: MemorySample,
  took: Millis,
  { predicted, givenBack }: { readonly predicted: number | undefined; readonly givenBack: number },
): ExperimentStep {
  return {
    at: before.at,
    ...(predicted === undefined ? {} : { predicted }),
    givenBack,
    residentBefore: ownOf(before),
    residentAfter: ownOf(after),
    took,
  };
}

/** Without the pages of files, which the kernel gives and takes. */
function ownOf({ rssAnonymous, rss }: MemorySample): number {
  return rssAnonymous ?? rss ?? 0;
}
