/**
 * The part of a visit that only JavaScriptCore needs. It is handed over as text and made in a realm of its own, as the
 * walker is: it uses nothing but what is written in it and what it is given.
 */

import type { Walker } from '../../visits/walker.ts';

export interface ScopeReader extends Walker {
  /** Names of the variables of a module, which its scope does not list. */
  learn(module: string, names: string): void;
  /** As `walk`, from scopes and objects; `modules` are those that the scopes are of. */
  walkScopes(values: readonly unknown[], roots: string, modules: string): void;
}

type Root = { scope?: string };
type Variables = Record<PropertyKey, unknown>;

export function makeScopeReader(
  walker: Walker,
  isProxy: (value: unknown) => boolean,
  isError: (value: unknown) => boolean,
): ScopeReader {
  const { getOwnPropertyDescriptor, ownKeys, setPrototypeOf } = Reflect;
  const mostHolders = 64;
  const namesOf = new Map<string, readonly string[]>();
  const ids = new WeakMap<object, number>();
  let known = 0;
  const remembered = new WeakSet<object>();
  const holders: { readonly scope: WeakRef<object>; readonly names: PropertyKey[]; readonly root: Root }[] =
    [];

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
    const variables = bare();
    const own = ownKeys(scope);
    for (let i = 0; i < own.length; i += 1) if (own[i] !== 'arguments') copy(scope, own[i]!, variables);
    const names = namesOf.get(module);
    if (names === undefined) return variables;
    const found: string[] = [];
    for (let i = 0; i < names.length; i += 1)
      if (copy(scope, names[i]!, variables)) found[found.length] = names[i]!;
    namesOf.set(module, found);
    return variables;
  };
  const bare = (): Variables => {
    const variables: Variables = {};
    setPrototypeOf(variables, null);
    return variables;
  };

  /** A scope is known again by its identity, so its variables have names for good. */
  const nameOf = (scope: object): string => {
    const id = ids.get(scope) ?? known + 1;
    if (id > known) known = id;
    ids.set(scope, id);
    return `scope ${id}`;
  };
  /** The value of a string has no identity: its variable is read again at each visit. */
  const rememberStrings = (scope: object, root: Root, variables: Variables): void => {
    if (remembered.has(scope) || holders.length >= mostHolders) return;
    const names: PropertyKey[] = [];
    const all = ownKeys(variables);
    for (let i = 0; i < all.length; i += 1)
      if (typeof variables[all[i]!] === 'string') names[names.length] = all[i]!;
    if (names.length === 0) return;
    remembered.add(scope);
    holders[holders.length] = { scope: new WeakRef(scope), names, root };
  };
  const measureStrings = (): void => {
    for (let i = 0; i < holders.length; i += 1) {
      const { scope, names, root } = holders[i]!;
      const alive = scope.deref();
      if (alive === undefined) continue;
      const variables = bare();
      for (let k = 0; k < names.length; k += 1) copy(alive, names[k]!, variables);
      walker.walk([variables], JSON.stringify([root]));
    }
  };

  /** JavaScriptCore opens no function, and runs code of the program to describe the others. */
  const mayOpen = (value: unknown): boolean =>
    typeof value !== 'function' && !isProxy(value) && !isError(value);

  return {
    ...walker,
    learn(module, names) {
      namesOf.set(module, JSON.parse(names));
    },
    walkScopes(values, roots, modules) {
      const given = JSON.parse(roots) as Root[];
      const ofModules = JSON.parse(modules) as string[];
      const read: unknown[] = [];
      for (let i = 0; i < given.length; i += 1) {
        const root = given[i]!;
        read[i] = values[i];
        if (root.scope === undefined) continue;
        const scope = values[i] as object;
        const variables = variablesOf(scope, ofModules[i]!);
        read[i] = variables;
        if (root.scope === '') continue;
        root.scope = nameOf(scope);
        rememberStrings(scope, root, variables);
      }
      walker.walk(read, JSON.stringify(given));
    },
    measure() {
      measureStrings();
      return walker.measure();
    },
    unopened() {
      for (;;) {
        const asked = walker.unopened();
        const opened: unknown[] = [];
        let isOpen = asked.length === 0;
        for (let i = 0; i < asked.length; i += 1) {
          opened[i] = mayOpen(asked[i]) ? asked[i] : null;
          if (opened[i] !== null) isOpen = true;
        }
        if (isOpen) return opened;
      }
    },
  };
}
