/** What the target's own `util.types` knows natively. */
export interface NativeTypes {
  readonly isProxy: (value: unknown) => boolean;
  readonly isMap: (value: unknown) => boolean;
  readonly isSet: (value: unknown) => boolean;
  readonly isAnyArrayBuffer: (value: unknown) => boolean;
  readonly isNativeError: (value: unknown) => boolean;
}

export type Reading = ReturnType<typeof makeReading>;

/** Reads the objects of the program without running its code: no getter, no trap, and no method that it has replaced. */
export function makeReading(types: NativeTypes) {
  const { getOwnPropertyDescriptor, getPrototypeOf, ownKeys } = Reflect;
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

  for (const name of ['isProxy', 'isMap', 'isSet', 'isAnyArrayBuffer', 'isNativeError'] as const) {
    const told = types[name];
    const isNative = String(textOf(told)).endsWith('{ [native code] }');
    if (!isNative || told(new Proxy({}, {})) !== (name === 'isProxy'))
      throw new TypeError(`${name} was replaced`);
  }

  const isObject = (value: unknown): value is object =>
    (typeof value === 'object' && value !== null) || typeof value === 'function';
  const isReadable = (value: unknown): value is object => isObject(value) && !types.isProxy(value);
  const isBinary = (value: object): boolean => ArrayBuffer.isView(value) || types.isAnyArrayBuffer(value);

  /** The value of an own data property; undefined for accessors, and for what cannot be read. */
  const read = (holder: object, key: PropertyKey): unknown => {
    try {
      // V8 formats a stack when it is first read, by code that the program may have given.
      if (key === 'stack' && (types.isNativeError(holder) || !isEnumerable(holder, key))) return undefined;
      const property = getOwnPropertyDescriptor(holder, key);
      return property !== undefined && 'value' in property ? property.value : undefined;
    } catch {
      return undefined;
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
    ...{ isObject, isReadable, isLiteral, isBinary, read, keysOf, prototypeOf, sourceOf },
    ...{ lengthOf, sizeOfMap, sizeOfSet, byteLengthOf, eachOfMap, eachOfSet },
  };
}
