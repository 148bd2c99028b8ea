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

export function makeScopeReader(
  walker: Walker,
  isProxy: (value: unknown) => boolean,
  isError: (value: unknown) => boolean,
): ScopeReader {
  const { getOwnPropertyDescriptor, ownKeys, setPrototypeOf } = Reflect;
  const namesOf = new Map<string, readonly string[]>();

  const copy = (scope: object, name: PropertyKey, into: Record<PropertyKey, unknown>): boolean => {
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
  const variablesOf = (scope: object, module: string): object => {
    const variables: Record<PropertyKey, unknown> = {};
    setPrototypeOf(variables, null);
    const own = ownKeys(scope);
    for (let i = 0; i < own.length; i += 1)
      if (own[i] !== 'arguments') copy(scope, own[i]!, variables);
    const names = namesOf.get(module);
    if (names === undefined) return variables;
    const found: string[] = [];
    for (let i = 0; i < names.length; i += 1)
      if (copy(scope, names[i]!, variables)) found[found.length] = names[i]!;
    namesOf.set(module, found);
    return variables;
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
      const given = JSON.parse(roots) as { readonly scope?: string }[];
      const ofModules = JSON.parse(modules) as string[];
      const read: unknown[] = [];
      for (let i = 0; i < given.length; i += 1) {
        const isScope = given[i]!.scope !== undefined;
        read[i] = isScope ? variablesOf(values[i] as object, ofModules[i]!) : values[i];
      }
      walker.walk(read, roots);
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
