import type { Reading } from './reading.ts';

export type Classes = ReturnType<typeof makeClasses>;

/** The names and kinds of what a walk meets. */
export function makeClasses(reading: Reading) {
  const { isObject, isProxy, isMap, isSet, read, prototypeOf, sourceOf } = reading;
  const mostPrototypes = 8;
  const longestKey = 40;
  const mostEdges = 1_000;
  /** The same keys are met again and again. */
  const edges = new Map<string, string>();
  const privacy = new WeakMap<object, boolean>();

  const constructorOf = (prototype: object | null): object | undefined => {
    if (prototype === null || isProxy(prototype)) return undefined;
    const made = read(prototype, 'constructor');
    return typeof made === 'function' && !isProxy(made) ? made : undefined;
  };
  const nameOfFunction = (value: object): string => {
    const name = read(value, 'name');
    return typeof name === 'string' ? name : '';
  };
  const classOf = (value: unknown): string => {
    if (typeof value === 'string') return 'string';
    if (!isObject(value)) return typeof value;
    if (isProxy(value)) return 'Proxy';
    if (typeof value === 'function') return `function ${nameOfFunction(value)}`;
    let prototype = prototypeOf(value);
    for (let hops = 0; prototype !== null && hops < mostPrototypes; hops += 1) {
      const made = constructorOf(prototype);
      if (made !== undefined) return nameOfFunction(made) || 'Object';
      prototype = prototypeOf(prototype);
    }
    return 'Object';
  };
  const isPlain = (value: object): boolean => classOf(value) === 'Object' || prototypeOf(value) === null;
  const kindOf = (value: object): string => {
    if (typeof value === 'function') return 'closure';
    return isMap(value) || isSet(value) || Array.isArray(value) ? 'collection' : 'object';
  };
  const wordsOf = (key: string): string =>
    /^[A-Za-z_$][\w$]*$/.test(key) ? `.${key}` : `["${key.slice(0, longestKey)}"]`;
  const edgeOf = (key: PropertyKey): string => {
    if (typeof key === 'symbol') return `[${String(key)}]`;
    const text = String(key);
    const known = edges.get(text);
    if (known !== undefined) return known;
    const edge = wordsOf(text);
    if (text.length <= longestKey && edges.size < mostEdges) edges.set(text, edge);
    return edge;
  };

  const isWrittenWithPrivateNames = (made: object): boolean => {
    const known = privacy.get(made);
    if (known !== undefined) return known;
    const source = sourceOf(made);
    const has = source.startsWith('class') && source.includes('#');
    privacy.set(made, has);
    return has;
  };
  /** Whether some class of the instance is written with private names. */
  const hasPrivateNames = (value: object): boolean => {
    let prototype: object | null = typeof value === 'function' ? null : prototypeOf(value);
    let made: object | undefined = typeof value === 'function' ? value : undefined;
    for (let hops = 0; hops < mostPrototypes; hops += 1) {
      made ??= constructorOf(prototype);
      if (made !== undefined && isWrittenWithPrivateNames(made)) return true;
      if (prototype === null) return false;
      prototype = prototypeOf(prototype);
      made = undefined;
    }
    return false;
  };

  return { nameOfFunction, classOf, isPlain, kindOf, edgeOf, hasPrivateNames };
}
