import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const casesFolder = fileURLToPath(new URL('cases/', import.meta.url));
const cacheFolder = fileURLToPath(new URL('../.cache/accuracy/', import.meta.url));

/** The runs to judge: every leak once leaking and once fixed, and every clean but suspicious program. */
export function corpusRuns(only) {
  const names = readdirSync(casesFolder).filter((name) => existsSync(`${casesFolder}${name}/case.json`));
  const unknown = only.filter((name) => !names.includes(name));
  if (unknown.length > 0) throw new Error(`no such case: ${unknown.join(', ')}; see bench/accuracy/cases`);
  return names.filter((name) => only.length === 0 || only.includes(name)).flatMap(runsOf);
}

/**
 * `kind` is what to expect: `leaky`, `fixed` or `negative`; a negative has one variant only, which its driver calls leaky.
 * `truth` are the expressions that the text of a right answer matches, all of them.
 */
function runsOf(name) {
  const source = `${casesFolder}${name}/`;
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
