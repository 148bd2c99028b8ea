import { rateWords } from '../../analyzer/builds/build-words.ts';
import { printable } from '../../format/printable.ts';
import { duration } from '../../format/quantities.ts';
import type { Millis } from '../../format/units.ts';
import { UserError } from '../../format/user-error.ts';
import { type BuildProof, buildMeasures, proveBuilds, stateOfAll } from '../../judgement/builds.ts';
import { median } from '../../judgement/series/points.ts';
import { type LeftBehind, leftBehind } from '../../probes/builds/left-behind.ts';
import { type Build, type BuildRun, runBuild } from '../../probes/builds/run-build.ts';
import type { CompareBuildsRequest } from '../requests/compare-builds-request.ts';

/** What all rounds say together. */
export interface BuildRounds {
  readonly measures: readonly BuildProof[];
  readonly rounds: number;
  /** In each interval; absent if nobody counted. */
  readonly operations: number | undefined;
  readonly workload: string;
  readonly took: Millis;
  /** Why there were no more although nothing is clear. */
  readonly endedBy: string | undefined;
  readonly notes: readonly string[];
}

interface Seen extends BuildRun {
  readonly left: LeftBehind;
}

/**
 * One process of each build in turns, until all measures are clear or time is over.
 * @throws UserError if there is not one whole round
 */
export async function runRounds(request: CompareBuildsRequest, signal: AbortSignal): Promise<BuildRounds> {
  const start = performance.now();
  const seen: Record<Build['name'], Seen[]> = { base: [], head: [] };
  let endedBy: string | undefined;
  for (let round = 1; ; round++) {
    const began = performance.now();
    // What changes on the machine from one to the next must not always hit the same build.
    const turns = round % 2 === 1 ? [request.base, request.head] : [request.head, request.base];
    try {
      for (const build of turns) seen[build.name].push(await runOne(request, build, round, signal));
    } catch (error) {
      if (!signal.aborted) throw error;
      endedBy = 'it was stopped from the keyboard';
      break;
    }
    const state = stateOfAll(measuresOf(seen));
    if (state !== 'unclear') break;
    const now = performance.now();
    if (now - start + (now - began) > request.limit) {
      endedBy = `another round would not end within the limit of ${duration(request.limit)}`;
      break;
    }
  }
  return resultOf(request, seen, endedBy, performance.now() - start);
}

async function runOne(
  request: CompareBuildsRequest,
  build: Build,
  round: number,
  signal: AbortSignal,
): Promise<Seen> {
  const { workloadFor, awaited, readyTimeout, quiet } = request;
  const work = { workloadFor, awaited, readyTimeout, onLine: quiet ? () => {} : tell };
  const run = await runBuild(build, work, signal).catch((error) => {
    throw error instanceof UserError ? ofBuild(build, error) : error;
  });
  const left = leftBehind(run.looks);
  if (!quiet) tell(`round ${round}, ${build.name}: ${leftWords(left)} per ${perOf(request, run)}`);
  return { ...run, left };
}

function ofBuild({ name }: Build, { code, message, next, cause }: UserError): UserError {
  return new UserError(code, `the ${name}: ${message}`, next, { cause });
}

/** Stdout is for the answer alone. */
function tell(line: string): void {
  process.stderr.write(`${printable(line)}\n`);
}

function leftWords({ objects, bytes, heap }: LeftBehind): string {
  const born =
    objects === undefined || bytes === undefined
      ? []
      : [`${rateWords('objects', objects)} objects and ${rateWords('bytes', bytes)} stay`];
  return [...born, `the heap grows by ${rateWords('heap', heap)}`].join(', ');
}

function perOf({ operation }: CompareBuildsRequest, { countsOperations }: BuildRun): string {
  return countsOperations ? operation : 'interval';
}

function resultOf(
  { workloadFor }: CompareBuildsRequest,
  seen: Readonly<Record<Build['name'], readonly Seen[]>>,
  endedBy: string | undefined,
  took: Millis,
): BuildRounds {
  const rounds = Math.min(seen.base.length, seen.head.length);
  if (rounds === 0)
    throw new UserError('recording-failed', `there is no whole round: ${endedBy}`, 'start it again');
  const all = [...seen.base, ...seen.head];
  const isCounted = all.every(({ countsOperations }) => countsOperations);
  return {
    measures: measuresOf(seen),
    rounds,
    operations: isCounted ? operationsOf(all) : undefined,
    workload: workloadFor(0).description,
    took,
    endedBy,
    notes: [...new Set(all.flatMap(({ notes }) => notes))],
  };
}

/** Births only if every process could tell them. */
function measuresOf(seen: Readonly<Record<Build['name'], readonly Seen[]>>): BuildProof[] {
  const operations = operationsOf([...seen.base, ...seen.head]);
  const told = buildMeasures.flatMap((measure) => {
    const [base, head] = [seen.base, seen.head].map((runs) => runs.map(({ left }) => left[measure]));
    return areTold(base) && areTold(head) ? [{ measure, base, head, operations }] : [];
  });
  return told.map((rounds) => proveBuilds({ ...rounds, isAlone: told.length === 1 }));
}

function areTold(values: ReadonlyArray<number | undefined>): values is readonly number[] {
  return values.length > 0 && values.every((value) => value !== undefined);
}

function operationsOf(runs: readonly BuildRun[]): number {
  return median(runs.flatMap(({ looks }) => looks.map(({ operations }) => operations)));
}
