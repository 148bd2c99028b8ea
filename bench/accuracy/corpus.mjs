import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const cacheFolder = fileURLToPath(new URL('../.cache/accuracy/', import.meta.url));
const folderOf = (set) => fileURLToPath(new URL(`${set}/`, import.meta.url));

/**
 * The programs that the rules were made with, and programs written later by an author who did not know the rules.
 */
const sets = ['cases', 'unseen'];

/**
 * The runs of a set: every leak once leaking and once fixed, and every clean but suspicious program.
 * @param only names of cases; all if it is empty
 */
export function corpusRuns(set, only) {
  return namesIn(set)
    .filter((name) => only.length === 0 || only.includes(name))
    .flatMap((name) => runsOf(set, name));
}

/** @throws Error that names the cases that no set has */
export function requireCases(names) {
  const known = sets.flatMap(namesIn);
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0)
    throw new Error(
      `no such case: ${unknown.join(', ')}; see bench/accuracy/cases and bench/accuracy/unseen`,
    );
}

function namesIn(set) {
  return readdirSync(folderOf(set)).filter((name) => existsSync(`${folderOf(set)}${name}/case.json`));
}

/**
 * `kind` is what to expect: `leaky`, `fixed` or `negative`; a negative has one variant only, which its driver calls leaky.
 * `truth` are the expressions that the text of a right answer matches, all of them.
 */
function runsOf(set, name) {
  const source = `${folderOf(set)}${name}/`;
  const definition = JSON.parse(readFileSync(`${source}case.json`, 'utf8'));
  const kinds = definition.negative ? ['negative'] : ['leaky', 'fixed'];
  return kinds.map((kind) => {
    const variant = kind === 'fixed' ? 'fixed' : 'leaky';
    return {
      name,
      kind,
      variant,
      source,
      folder: `${cacheFolder}${name}/${variant}/`,
      iterations: definition.iterations,
      warmup: definition.warmup ?? definition.iterations,
      dependencies: variant === 'fixed' ? definition.fixedDependencies : {},
      truth: (definition.groundTruth?.mustMatchAll ?? []).map((expression) => new RegExp(expression)),
    };
  });
}
