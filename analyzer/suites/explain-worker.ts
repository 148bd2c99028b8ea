import type { SuiteCapture, SurvivingSite, WorkerEvidence } from '../../format/suite-evidence.ts';
import type { FoundSurvivors, SuiteHolder } from '../../format/suite-report.ts';
import type { Bytes } from '../../format/units.ts';
import { suiteLimits } from '../../judgement/parameters/suites.ts';
import { type OpenCapture, withOpenCapture } from './open-capture.ts';
import { type FileRemains, FileScopes } from './survivors/file-scopes.ts';
import { survivingHolders } from './survivors/surviving-holders.ts';

/**
 * What the capture at the end of a worker says of all its files: each had a global scope of its own that should be gone, and
 * what was made in it belongs to the file. What was made in no file's scope is the runner's, its packages' or Node's.
 */
export function explainWorker(
  { sites }: WorkerEvidence,
  capture: SuiteCapture,
  directory: string,
): FoundSurvivors[] {
  return withOpenCapture(capture, directory, (open) => {
    const scopes = new FileScopes(open.heap);
    return scopes.left().map((remains) => explainRemains(open, scopes, remains, sites));
  });
}

function explainRemains(
  { heap, teller, modules }: OpenCapture,
  scopes: FileScopes,
  { file, scope, sizes }: FileRemains,
  sites: readonly SurvivingSite[],
): FoundSurvivors {
  const bytes = [...sizes.values()].reduce((sum, size) => sum + size, 0);
  const madeAt = teller.madeAt(sitesOf(sites, file));
  const holders = survivingHolders(heap, sizes, suiteLimits.leastHeld)
    .filter(({ node }) => node !== 0)
    .map((holder) => ({
      ...teller.tell(holder, sizes),
      ...teller.keeping(holder.node, (node) => scopes.isOfFile(node)),
      ...(madeAt === undefined ? {} : { madeAt }),
    }))
    .filter(isOfProject)
    .filter(isFirstOfItsKind);
  if (holders.length > 0 || bytes < suiteLimits.leastHeld)
    return { file: modules.of(file), bytes, holders: holders.map((holder) => withRest(holder, bytes)) };
  const whole = { node: scope, bytes, sampled: [...sizes.keys()] };
  const kept = teller.keeping(scope, (node) => scopes.isOfFile(node));
  return { file: modules.of(file), bytes, holders: [{ ...teller.tell(whole, sizes), ...kept }] };
}

/** Where the file itself called for what was made. */
function sitesOf(sites: readonly SurvivingSite[], file: string): readonly SurvivingSite[] {
  return sites.filter(({ frames }) => frames.some(({ url }) => url.endsWith(file)));
}

/** One reference keeps all of a scope: of all that hangs on it, the largest is told. */
function isFirstOfItsKind({ keptBy }: SuiteHolder, index: number, holders: readonly SuiteHolder[]): boolean {
  const keeping = JSON.stringify(keptBy);
  return holders.findIndex((holder) => JSON.stringify(holder.keptBy) === keeping) === index;
}

/** Packages that a test file loads come and go with its scope. */
function isOfProject({ place }: SuiteHolder): boolean {
  return place !== undefined && !place.includes('node_modules/');
}

function withRest(holder: SuiteHolder, bytes: Bytes): SuiteHolder {
  return { ...holder, bytesOfScope: bytes };
}
