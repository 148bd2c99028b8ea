import type { Classes } from './classes.ts';
import type { ClosedThings } from './closed-things.ts';
import type { Frontier } from './frontier.ts';
import type { LimitBeside, LimitsBeside } from './limits-beside.ts';
import type { Places } from './places.ts';
import type { Reading } from './reading.ts';
import type { Sizes } from './sizes.ts';
import type { Met, WalkedStep, WalkRoot } from './walked.ts';
import type { Ways } from './ways.ts';

export type Roots = ReturnType<typeof makeRoots>;

/** What a walk begins with: an object, or the variables of a scope. */
export function makeRoots(
  { isObject, isReadable, read, keysOf, globalKeys }: Reading,
  { classOf, kindOf }: Classes,
  { leastBytes }: Sizes,
  { along }: Ways,
  { note }: Places,
  { wait }: Frontier,
  closed: ClosedThings,
  limits: LimitsBeside,
) {
  /** The module system of Node leads to everything, by other names than the program's. */
  const ofModules = new Set<PropertyKey>(['require', 'module']);

  const addObject = (value: unknown, { path, depth = 0, rank }: WalkRoot): void => {
    if (!isReadable(value)) return;
    const [edge] = path[path.length - 1] ?? ['this'];
    const step: WalkedStep = [edge, classOf(value), kindOf(value)];
    wait({ value, way: along([...path.slice(0, -1), step], value), depth, rank });
  };
  const addVariable = (met: Met, owner: object | undefined): void => {
    const { value, scope } = met;
    if (typeof value !== 'string') wait(met);
    else if (value.length >= leastBytes && scope !== undefined) {
      note('string', met, value.length, 0);
      if (owner !== undefined) closed.askAgain(owner);
    }
  };
  const addVariables = (variables: object, { path, scope = '', rank }: WalkRoot, owner?: object) => {
    const beside: LimitBeside[] = [];
    const all: [PropertyKey, unknown][] = [];
    // `globalScope`, which cannot be imported: this is handed over as text.
    const isGlobal = scope === 'global';
    for (const key of isGlobal ? globalKeys() : keysOf(variables)) {
      if (ofModules.has(key)) continue;
      const variable = read(variables, key);
      all.push([key, variable]);
      const limit = limits.limitIn(key, variable);
      if (limit !== undefined) beside.push(limit);
    }
    const limited = beside.length === 0 ? {} : { limits: beside };
    for (const [key, variable] of all) {
      const kind = isObject(variable) ? kindOf(variable) : 'string';
      const edge = isGlobal ? `.${String(key)}` : String(key);
      const step: WalkedStep = [edge, classOf(variable), kind];
      const name = scope === '' ? {} : { scope: `${scope} ${String(key)}` };
      const way = along([...path, step], variable);
      addVariable({ value: variable, way, depth: 0, rank, ...name, ...limited }, owner);
    }
  };
  /** @param owner the function whose scope it is, if the inspector has opened it */
  const add = (value: unknown, root: WalkRoot, owner?: object): void => {
    if (root.scope === undefined) addObject(value, root);
    else if (isObject(value)) addVariables(value, root, owner);
  };
  /** The inspector wraps the variables of a function's scope. */
  const variablesOf = (scope: unknown): unknown => {
    if (!isObject(scope)) return undefined;
    const inner = read(scope, 'object');
    return typeof read(scope, 'description') === 'string' && isObject(inner) ? inner : scope;
  };

  return { add, variablesOf };
}
