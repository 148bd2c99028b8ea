/** What the target's own `util.types` knows natively. */
export interface NativeTypes {
  readonly isProxy: (value: unknown) => boolean;
  readonly isMap: (value: unknown) => boolean;
  readonly isSet: (value: unknown) => boolean;
  readonly isAnyArrayBuffer: (value: unknown) => boolean;
  readonly isNativeError: (value: unknown) => boolean;
}

/** The realm of the program, as it is when the walker is made. */
export interface Realm {
  /** Never walked: V8 aborts the process if some of its properties are read from another realm. */
  readonly global: object;
  readonly getOwnPropertyDescriptor: typeof Reflect.getOwnPropertyDescriptor;
}

export type Reading = ReturnType<typeof makeReading>;

/** Reads the objects of the program without running its code: no getter, no trap, and no method that it has replaced. */
export function makeReading(types: NativeTypes, realm: Realm) {
  const { getPrototypeOf, ownKeys } = Reflect;
  const uncurried = (method: unknown) => Function.prototype.call.bind(method as () => unknown);
  const getterOf = (prototype: object, name: PropertyKey) =>
    uncurried(Object.getOwnPropertyDescriptor(prototype, name)!.get);
  const mapSize = getterOf(Map.prototype, 'size');
  const setSize = getterOf(Set.prototype, 'size');
  const mapEntries = uncurried(Map.prototype.entries);
  const setValues = uncurried(Set.prototype.values);
  const nextOfMap = uncurried((getPrototypeOf(new Map().entries()) as Iterator<unknown>).next);
  const nextOfSet = uncurried((getPrototypeOf(new Set().values()) as Iterator<unknown>).next);
  const lengthOfView = getterOf(getPrototypeOf(Uint8Array.prototype)!, 'byteLength');
  const lengthOfDataView = getterOf(DataView.prototype, 'byteLength');
  const lengthOfBuffer = getterOf(ArrayBuffer.prototype, 'byteLength');
  const textOf = uncurried(Function.prototype.toString);
  const isEnumerable = uncurried(Object.prototype.propertyIsEnumerable);
  const hasOwn = uncurried(Object.prototype.hasOwnProperty);
  const targetOf = uncurried(WeakRef.prototype.deref);

  const longestEnd = 40;
  /** Each runtime puts other spaces into it. */
  const isNativeSource = (source: string): boolean =>
    /\{\s*\[native code\]\s*\}$/.test(source.slice(-longestEnd));
  const isNative = (method: unknown): boolean => isNativeSource(String(textOf(method)));
  for (const name of ['isProxy', 'isMap', 'isSet', 'isAnyArrayBuffer', 'isNativeError'] as const) {
    const told = types[name];
    if (!isNative(told) || told(new Proxy({}, {})) !== (name === 'isProxy'))
      throw new TypeError(`${name} was replaced`);
  }

  // Node computes some data properties when they are read, in the realm that reads them: it must be the program's.
  const given = realm.getOwnPropertyDescriptor;
  const isGiven = isNative(given) && String(textOf(given)).startsWith('function getOwnPropertyDescriptor(');
  const describe = isGiven ? given : Reflect.getOwnPropertyDescriptor;

  const isObject = (value: unknown): value is object =>
    (typeof value === 'object' && value !== null) || typeof value === 'function';
  const isReadable = (value: unknown): value is object =>
    isObject(value) && !types.isProxy(value) && value !== realm.global;
  const isBinary = (value: object): boolean => ArrayBuffer.isView(value) || types.isAnyArrayBuffer(value);

  /** The value of an own data property; undefined for accessors, and for what cannot be read. */
  const read = (holder: object, key: PropertyKey): unknown => {
    try {
      // V8 formats a stack when it is first read, by code that the program may have given.
      if (key === 'stack' && (types.isNativeError(holder) || !isEnumerable(holder, key))) return undefined;
      const property = describe(holder, key);
      return property !== undefined && hasOwn(property, 'value') ? property.value : undefined;
    } catch {
      return undefined;
    }
  };
  /** Whether it is an own property: cheaper to ask than what it is. */
  const has = (holder: object, key: PropertyKey): boolean => {
    try {
      return hasOwn(holder, key) as unknown as boolean;
    } catch {
      return false;
    }
  };
  const plainPrototypes = new WeakSet<object>();
  /** Whether it was made without a class: what most things are, and cheaper to know than that it is no Map or buffer. */
  const isLiteral = (value: object): boolean => {
    const prototype = getPrototypeOf(value);
    if (prototype === null) return false;
    if (plainPrototypes.has(prototype)) return true;
    // The Maps that Node makes for itself have a prototype without a prototype too.
    if (types.isProxy(prototype) || getPrototypeOf(prototype) !== null) return false;
    const made = read(prototype, 'constructor');
    if (!isReadable(made) || read(made, 'name') !== 'Object') return false;
    plainPrototypes.add(prototype);
    return true;
  };
  const keysOf = (value: object): PropertyKey[] => {
    try {
      return ownKeys(value);
    } catch {
      return [];
    }
  };
  /** Node's own properties of globalThis that can be enumerated. Its others cannot, and some must not be read. */
  const ofRuntime = new Set<PropertyKey>(
    (
      'global clearImmediate setImmediate clearInterval clearTimeout setInterval setTimeout queueMicrotask structuredClone ' +
      'atob btoa performance fetch crypto navigator localStorage sessionStorage __filename __dirname'
    ).split(' '),
  );
  /** What the program has put on globalThis. */
  const globalKeys = (): PropertyKey[] =>
    isGiven
      ? keysOf(realm.global).filter(
          (key) => typeof key === 'string' && !ofRuntime.has(key) && Boolean(isEnumerable(realm.global, key)),
        )
      : [];
  const prototypeOf = (value: object): object | null => (types.isProxy(value) ? null : getPrototypeOf(value));
  const sourceOf = (value: object): string => String(textOf(value));

  const lengthOf = (array: object): number => Number(read(array, 'length'));
  const sizeOfMap = (map: object): number => Number(mapSize(map));
  const sizeOfSet = (set: object): number => Number(setSize(set));
  const byteLengthOf = (value: object): number => {
    try {
      if (!ArrayBuffer.isView(value)) return Number(lengthOfBuffer(value));
      return Number(types.isAnyArrayBuffer(value) ? 0 : lengthOfView(value));
    } catch {
      try {
        return Number(lengthOfDataView(value));
      } catch {
        return 0;
      }
    }
  };

  /** Whether it is a weak reference, and if so whether its target was collected. */
  const weakness = (value: unknown): 'alive' | 'gone' | undefined => {
    try {
      return targetOf(value) === undefined ? 'gone' : 'alive';
    } catch {
      return undefined;
    }
  };

  /** The first `most` entries, in their order, with their number. */
  const eachOfMap = (map: object, most: number, told: (value: unknown, key: unknown, at: number) => void) => {
    const iterator = mapEntries(map);
    for (let at = 0; at < most; at += 1) {
      const { done, value } = nextOfMap(iterator) as IteratorResult<[unknown, unknown]>;
      if (done) return;
      told(value[1], value[0], at);
    }
  };
  const eachOfSet = (set: object, most: number, told: (value: unknown, at: number) => void) => {
    const iterator = setValues(set);
    for (let at = 0; at < most; at += 1) {
      const { done, value } = nextOfSet(iterator) as IteratorResult<unknown>;
      if (done) return;
      told(value, at);
    }
  };

  return {
    ...{ isProxy: types.isProxy, isMap: types.isMap, isSet: types.isSet, isError: types.isNativeError },
    ...{
      isObject,
      isReadable,
      isLiteral,
      isBinary,
      isNativeSource,
      has,
      read,
      keysOf,
      globalKeys,
      prototypeOf,
      sourceOf,
    },
    weakness,
    ...{ lengthOf, sizeOfMap, sizeOfSet, byteLengthOf, eachOfMap, eachOfSet },
  };
}
