import type { Walker } from '../../visits/walker.ts';

export interface ScopeReader extends Walker {
  /** Words among which are the names of the variables of a module: its scope does not list them. */
  learn(module: string, words: string): void;
  /** As `walk`, from scopes and objects; `modules` are those that the scopes are of, or empty. */
  walkScopes(values: readonly unknown[], roots: string, modules: string): void;
}

type Root = { scope?: string };
type Variables = Record<PropertyKey, unknown>;

/**
 * The part of a visit that only JavaScriptCore needs. It is handed over as text and made in a realm of its own, as the
 * walker is: it uses nothing but what is written in it and what it is given.
 */
export function makeScopeReader(
  walker: Walker,
  isProxy: (value: unknown) => boolean,
  isError: (value: unknown) => boolean,
  unnamed: string,
): ScopeReader {
  const { getOwnPropertyDescriptor, ownKeys, setPrototypeOf } = Reflect;
  const mostTelling = 12;
  const namesOf = new Map<string, readonly string[]>();
  const ids = new WeakMap<object, number>();
  let known = 0;

  const copy = (scope: object, name: PropertyKey, into: Variables): boolean => {
    try {
      const property = getOwnPropertyDescriptor(scope, name);
      if (property === undefined || !('value' in property)) return false;
      into[name] = property.value;
      return true;
    } catch {
      // A variable that has no value yet.
      return false;
    }
  };
  /** A plain copy: a scope lists not all of its variables, and some that are none. */
  const variablesOf = (scope: object, module: string): Variables => {
    const variables: Variables = {};
    setPrototypeOf(variables, null);
    const listed = ownKeys(scope);
    for (let i = 0; i < listed.length; i += 1)
      if (listed[i] !== 'arguments') copy(scope, listed[i]!, variables);
    const words = namesOf.get(module) ?? [];
    const names: string[] = [];
    for (let i = 0; i < words.length; i += 1)
      if (copy(scope, words[i]!, variables)) names[names.length] = words[i]!;
    if (words.length > 0) namesOf.set(module, names);
    return variables;
  };

  const idOf = (value: object): number => {
    const id = ids.get(value) ?? known + 1;
    if (id > known) known = id;
    ids.set(value, id);
    return id;
  };
  /** JavaScriptCore wraps a scope anew at each pause: it is known again by the objects in it. */
  const nameOf = (variables: Variables): string => {
    let name = '';
    const all = ownKeys(variables);
    for (let i = 0; i < all.length && i < mostTelling; i += 1) {
      const value = variables[all[i]!];
      if ((typeof value === 'object' && value !== null) || typeof value === 'function')
        name += ` ${String(all[i])} ${idOf(value)}`;
    }
    return name;
  };

  /** JavaScriptCore opens no function, and runs code of the program to describe the others. */
  const mayOpen = (value: unknown): boolean =>
    typeof value !== 'function' && !isProxy(value) && !isError(value);

  return {
    ...walker,
    learn(module, words) {
      namesOf.set(module, JSON.parse(words));
    },
    walkScopes(values, roots, modules) {
      const given = JSON.parse(roots) as Root[];
      const ofModules = JSON.parse(modules) as string[];
      const read: unknown[] = [];
      for (let i = 0; i < given.length; i += 1) {
        const root = given[i]!;
        read[i] = values[i];
        if (root.scope === undefined) continue;
        const variables = variablesOf(values[i] as object, ofModules[i]!);
        read[i] = variables;
        if (root.scope === unnamed) root.scope = nameOf(variables);
      }
      walker.walk(read, JSON.stringify(given));
    },
    unopened() {
      for (;;) {
        const asked = walker.unopened();
        const opened: unknown[] = [];
        let some = asked.length === 0;
        for (let i = 0; i < asked.length; i += 1) {
          opened[i] = mayOpen(asked[i]) ? asked[i] : null;
          if (opened[i] !== null) some = true;
        }
        if (some) return opened;
      }
    },
  };
}
