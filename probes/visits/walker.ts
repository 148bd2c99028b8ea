/**
 * The part of a visit that runs inside the target. It is handed over as text, so it can use nothing but what is written
 * in this function and what is given to it, and it is made in a realm of its own: no method that the program has
 * replaced is ever called. It reads own data properties alone: no getter, no trap of a Proxy and no other code of the
 * program runs. What it met is known to it alone and kept weakly, so that it dies when the program drops it.
 */

/** A step of a path: how it is reached, its class, and what kind of thing it is. */
export type WalkedStep = readonly [edge: string, name: string, kind: string];

/** What the target's own `util.types` knows natively. */
export interface NativeTypes {
  readonly isProxy: (value: unknown) => boolean;
  readonly isMap: (value: unknown) => boolean;
  readonly isSet: (value: unknown) => boolean;
  readonly isAnyArrayBuffer: (value: unknown) => boolean;
  readonly isNativeError: (value: unknown) => boolean;
}

/** The budgets of one visit. */
export interface WalkLimits {
  /** Objects that are looked at from one root. */
  readonly objects: number;
  readonly depth: number;
  /** Of one walk. */
  readonly time: number;
  /** Places that are remembered in all. */
  readonly places: number;
  /** Functions and instances whose scopes and private fields are asked for, at a time. */
  readonly opened: number;
}

/** A root of a walk. */
export interface WalkRoot {
  readonly path: readonly WalkedStep[];
  /** Its properties are the variables of a scope, kept under this name if the scope outlives its call. */
  readonly scope?: string;
}

export interface Walker {
  /** Begins a visit. */
  begin(): void;
  walk(values: readonly unknown[], roots: string): void;
  /** Functions and instances that the inspector must open for it, the likeliest first. */
  unopened(): readonly unknown[];
  /** What the inspector says about number `at` of them. */
  open(at: number, values: readonly unknown[], labels: string): void;
  /** The sizes now, as text. */
  measure(): string;
  /** For the census, which counts containers that no walk has met. */
  readonly registry: CountedRegistry;
}

/** The object that holds a container, and by which properties. */
export interface CountedOwner {
  readonly value: object;
  readonly keys: readonly PropertyKey[];
}

/** What a census knows of places, and adds to them. */
export interface CountedRegistry {
  keysOf(value: object): readonly PropertyKey[];
  /** The value of an own data property. */
  read(value: object, key: PropertyKey): unknown;
  isPlain(value: object): boolean;
  isKnown(value: object): boolean;
  /** Measured from now on. It gets its name if a walk meets it. */
  add(kind: string, value: object, owner: CountedOwner | undefined): void;
}

export function makeWalker(types: NativeTypes, limits: WalkLimits): Walker {
  type Place = {
    id: number;
    kind: string;
    path: WalkedStep[];
    holder: WeakRef<object> | undefined;
    key: PropertyKey | undefined;
    value: WeakRef<object> | undefined;
    size: number | undefined;
    first: number | undefined;
    cost: number;
    skipped: number;
    told: boolean;
    /** A census has met it, and no walk. */
    unnamed: boolean;
  };
  type Node = {
    value: unknown;
    path: WalkedStep[];
    depth: number;
    holder?: object;
    key?: PropertyKey;
    scope?: string;
  };

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
  const sourceOf = uncurried(Function.prototype.toString);
  const isEnumerable = uncurried(Object.prototype.propertyIsEnumerable);

  for (const name of ['isProxy', 'isMap', 'isSet', 'isAnyArrayBuffer', 'isNativeError'] as const) {
    const told = types[name];
    const isNative = String(sourceOf(told)).endsWith('{ [native code] }');
    if (!isNative || told(new Proxy({}, {})) !== (name === 'isProxy'))
      throw new TypeError(`${name} was replaced`);
  }

  const fewKeys = 12;
  const walkedKeys = 64;
  const firstElements = 2;
  const lastElements = 6;
  const mostIterated = 500;
  const mostLinks = 10_000;
  const leastBytes = 1_024;
  const leastEntries = 8;
  const mostOfEntry = 60;
  const mostSkipped = 1;
  const longest = 1_000;
  const links = new Set<PropertyKey>(['next', '_next', 'nextNode', '_idleNext']);
  const backLinks = ['prev', '_prev', 'previous', '_idlePrev'];

  const places: Place[] = [];
  let unnamed = 0;
  let lastId = 0;
  const byValue = new WeakMap<object, Place>();
  const bySlot = new WeakMap<object, Map<PropertyKey, Place>>();
  const byVariable = new Map<string, Place>();
  const functionIds = new WeakMap<object, number>();
  const privacy = new WeakMap<object, boolean>();
  let functions = 0;
  let seen = new WeakSet<object>();
  let waiting: Node[] = [];
  let opening: Node[] = [];
  let batch: Node[] = [];
  const opened = new WeakSet<object>();
  /** What has to be opened at each visit: a string in it has no identity. */
  const holdsStrings = new WeakSet<object>();
  const stringHolders: { holder: WeakRef<object>; path: WalkedStep[] }[] = [];
  let kinds = new Map<string, number>();

  const isObject = (value: unknown): value is object =>
    (typeof value === 'object' && value !== null) || typeof value === 'function';

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
  const keysOf = (value: object): PropertyKey[] => {
    try {
      return ownKeys(value);
    } catch {
      return [];
    }
  };
  const constructorOf = (prototype: object | null): object | undefined => {
    if (prototype === null || types.isProxy(prototype)) return undefined;
    const made = read(prototype, 'constructor');
    return typeof made === 'function' && !types.isProxy(made) ? made : undefined;
  };
  const prototypeOf = (value: object): object | null => (types.isProxy(value) ? null : getPrototypeOf(value));
  const nameOfFunction = (value: object): string => {
    const name = read(value, 'name');
    return typeof name === 'string' ? name : '';
  };
  const classOf = (value: unknown): string => {
    if (typeof value === 'string') return 'string';
    if (!isObject(value)) return typeof value;
    if (types.isProxy(value)) return 'Proxy';
    if (typeof value === 'function') return `function ${nameOfFunction(value)}`;
    let prototype = prototypeOf(value);
    for (let hops = 0; prototype !== null && hops < 8; hops += 1) {
      const made = constructorOf(prototype);
      if (made !== undefined) return nameOfFunction(made) || 'Object';
      prototype = prototypeOf(prototype);
    }
    return 'Object';
  };
  const isPlain = (value: object): boolean => {
    const name = classOf(value);
    return name === 'Object' || prototypeOf(value) === null;
  };
  const byteLength = (value: object): number => {
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
  const linkOf = (value: object): PropertyKey | undefined => {
    for (const link of links) {
      const next = read(value, link);
      if (isObject(next) && !types.isProxy(next)) return link;
    }
    return undefined;
  };
  const lengthOfList = (start: object, link: PropertyKey): number => {
    let length = 0;
    let at: unknown = start;
    do {
      length += 1;
      at = read(at as object, link);
    } while (isObject(at) && at !== start && !types.isProxy(at) && length < mostLinks);
    return length;
  };
  const sizeOf = (kind: string, value: unknown): number | undefined => {
    if (kind === 'string') return typeof value === 'string' ? value.length : undefined;
    if (!isObject(value) || types.isProxy(value)) return undefined;
    if (kind === 'map') return types.isMap(value) ? Number(mapSize(value)) : undefined;
    if (kind === 'set') return types.isSet(value) ? Number(setSize(value)) : undefined;
    if (kind === 'array') return Array.isArray(value) ? Number(read(value, 'length')) : undefined;
    if (kind === 'buffer') return byteLength(value);
    if (kind === 'dictionary') return keysOf(value).length;
    if (kind !== 'linked-list') return undefined;
    const link = linkOf(value);
    return link === undefined ? 1 : lengthOfList(value, link);
  };

  const slotOf = (holder: object, key: PropertyKey): Place | undefined => bySlot.get(holder)?.get(key);
  const placeOf = (kind: string, node: Node): Place | undefined => {
    const { value, holder, key, scope } = node;
    const known =
      (isObject(value) ? byValue.get(value) : undefined) ??
      (holder === undefined ? undefined : slotOf(holder, key!)) ??
      (scope === undefined ? undefined : byVariable.get(scope));
    if (known !== undefined && known.kind !== kind) return undefined;
    if (known !== undefined && !known.unnamed) return known;
    if (places.length - unnamed >= limits.places) return undefined;
    const place = known ?? newPlace(kind);
    if (known !== undefined) unnamed -= 1;
    place.unnamed = false;
    place.told = false;
    place.path = node.path;
    place.holder = holder === undefined ? undefined : new WeakRef(holder);
    place.key = key;
    if (holder !== undefined) {
      const slots = bySlot.get(holder) ?? new Map<PropertyKey, Place>();
      bySlot.set(holder, slots);
      slots.set(key!, place);
    }
    if (scope !== undefined) byVariable.set(scope, place);
    return place;
  };
  const newPlace = (kind: string): Place => {
    lastId += 1;
    const place: Place = {
      id: lastId,
      kind,
      path: [],
      holder: undefined,
      key: undefined,
      value: undefined,
      size: undefined,
      first: undefined,
      cost: 0,
      skipped: 0,
      told: false,
      unnamed: false,
    };
    places.push(place);
    return place;
  };
  const note = (kind: string, node: Node, size: number, least: number): void => {
    const { value } = node;
    const isKnown = isObject(value) && byValue.has(value);
    if (!isKnown && size < least && node.depth > 2) return;
    const place = placeOf(kind, node);
    if (place === undefined) return;
    place.size = size;
    if (!isObject(value)) return;
    place.value = new WeakRef(value);
    byValue.set(value, place);
  };

  const below = (
    node: Node,
    edge: string,
    value: unknown,
    slot: { holder: object | undefined; key: PropertyKey } | undefined = undefined,
  ): void => {
    if (node.depth >= limits.depth) return;
    if (typeof value === 'string') {
      if (value.length < leastBytes || slot === undefined) return;
      const path: WalkedStep[] = [...node.path, [edge, 'string', 'string']];
      note('string', { value, path, depth: node.depth + 1, ...slotted(slot) }, value.length, 0);
      return;
    }
    if (!isObject(value) || seen.has(value) || types.isProxy(value)) return;
    seen.add(value);
    const path = further(node.path, edge, value);
    // The newest link is met first, and others are added meanwhile: a chain may be followed further.
    const depth = node.depth + (path === node.path ? 1 / 16 : 1);
    waiting.push({ value, path, depth, ...slotted(slot) });
  };
  /** The links of a chain are one step. */
  const further = (path: WalkedStep[], edge: string, value: object): WalkedStep[] => {
    const last = path[path.length - 1];
    const name = classOf(value);
    if (last !== undefined && last[0] === edge && last[1] === name) return path;
    return [...path, [edge, name, kindOf(value)]];
  };
  /** A private field has no holder that could be asked again: it is told by its name, as a variable is. */
  const slotted = (slot: { holder: object | undefined; key: PropertyKey } | undefined): Partial<Node> => {
    if (slot === undefined) return {};
    return slot.holder === undefined ? { scope: String(slot.key) } : { holder: slot.holder, key: slot.key };
  };
  const kindOf = (value: object): string => {
    if (typeof value === 'function') return 'closure';
    return types.isMap(value) || types.isSet(value) || Array.isArray(value) ? 'collection' : 'object';
  };
  const edgeOf = (key: PropertyKey): string => {
    if (typeof key === 'symbol') return `[${String(key)}]`;
    return /^[A-Za-z_$][\w$]*$/.test(String(key)) ? `.${String(key)}` : `["${String(key).slice(0, 40)}"]`;
  };

  /** Whether some class of the instance is written with private names. */
  const hasPrivateNames = (value: object): boolean => {
    let prototype: object | null = typeof value === 'function' ? null : prototypeOf(value);
    let made: object | undefined = typeof value === 'function' ? value : undefined;
    for (let hops = 0; hops < 8; hops += 1) {
      made ??= constructorOf(prototype);
      if (made !== undefined) {
        let has = privacy.get(made);
        if (has === undefined) {
          const source = String(sourceOf(made));
          has = source.startsWith('class') && source.includes('#');
          privacy.set(made, has);
        }
        if (has) return true;
      }
      if (prototype === null) return false;
      prototype = prototypeOf(prototype);
      made = undefined;
    }
    return false;
  };
  /** Many closures of one text close over the same kind of variables: some of them tell enough. */
  const mostAlike = 3;
  const toOpen = (node: Node, alike: string): void => {
    const value = node.value as object;
    if (opened.has(value)) return;
    const number = (kinds.get(alike) ?? 0) + 1;
    kinds.set(alike, number);
    if (number > mostAlike) return;
    opened.add(value);
    opening.push(node);
  };

  const keepsStrings = (owner: object): void => {
    if (holdsStrings.has(owner) || stringHolders.length >= limits.opened) return;
    holdsStrings.add(owner);
    const path = batch.find(({ value }) => value === owner)?.path ?? [];
    stringHolders.push({ holder: new WeakRef(owner), path });
  };
  const visitMap = (node: Node, map: object): void => {
    const size = Number(mapSize(map));
    note('map', node, size, leastEntries);
    const iterator = mapEntries(map);
    const enough = Math.min(size, mostIterated);
    for (let i = 0; i < enough; i += 1) {
      const { done, value } = nextOfMap(iterator) as IteratorResult<[unknown, unknown]>;
      if (done) return;
      if (i >= firstElements && i < enough - lastElements) continue;
      below(node, '[key]', value[1]);
      if (isObject(value[0])) below(node, '[key]', value[0]);
    }
  };
  const visitSet = (node: Node, set: object): void => {
    const size = Number(setSize(set));
    note('set', node, size, leastEntries);
    const iterator = setValues(set);
    const enough = Math.min(size, mostIterated);
    for (let i = 0; i < enough; i += 1) {
      const { done, value } = nextOfSet(iterator) as IteratorResult<unknown>;
      if (done) return;
      if (i < firstElements || i >= enough - lastElements) below(node, '[]', value);
    }
  };
  const visitArray = (node: Node, array: object): void => {
    const length = Number(read(array, 'length'));
    note('array', node, length, leastEntries);
    for (let i = 0; i < length && i < firstElements; i += 1) below(node, '[]', read(array, String(i)));
    for (let i = Math.max(firstElements, length - lastElements); i < length; i += 1)
      below(node, '[]', read(array, String(i)));
  };
  const visitProperties = (node: Node, value: object): void => {
    const keys = keysOf(value);
    const isData = keys.length > fewKeys && typeof value !== 'function' && isPlain(value);
    if (isData || keys.length > walkedKeys) note('dictionary', node, keys.length, leastEntries);
    const from = keys.length > walkedKeys ? keys.length - walkedKeys : 0;
    let holdsErrors = false;
    let link: PropertyKey | undefined;
    for (let i = from; i < keys.length; i += 1) {
      const key = keys[i]!;
      const property = read(value, key);
      if (types.isNativeError(property)) holdsErrors = true;
      if (links.has(key) && isObject(property) && !types.isProxy(property)) link = key;
      if (typeof value === 'function' && (key === 'prototype' || key === 'caller' || key === 'arguments'))
        continue;
      const edge = isData && keys.length > walkedKeys ? '[key]' : edgeOf(key);
      // A link leads to another object as soon as one is added: only what is there now is known again.
      const isLink = links.has(key) || backLinks.includes(String(key));
      below(node, edge, property, isLink ? undefined : { holder: value, key });
    }
    if (link !== undefined && typeof value !== 'function' && isFirstLink(node, value)) {
      const length = lengthOfList(value, link);
      if (length >= leastEntries) note('linked-list', node, length, leastEntries);
    }
    // What the inspector says of an error is its stack.
    if (!holdsErrors && keys.length <= walkedKeys && typeof value !== 'function' && hasPrivateNames(value))
      toOpen(node, `instance of ${classOf(value)}`);
  };
  /** The others are part of the list that begins with it; a ring begins where its class changes. */
  const isFirstLink = ({ path }: Node, value: object): boolean => {
    for (const back of backLinks) {
      const before = read(value, back);
      if (!isObject(before) || types.isProxy(before)) continue;
      const link = linkOf(value);
      const next = link === undefined ? undefined : read(value, link);
      if (classOf(before) === classOf(value) || classOf(next) === classOf(value)) return false;
    }
    const [edge] = path[path.length - 1]!;
    return !links.has(edge.slice(1)) || linkOf(value) === '_idleNext';
  };
  const visit = (node: Node): void => {
    const value = node.value as object;
    if (types.isProxy(value)) return;
    if (typeof value === 'function') {
      const source = String(sourceOf(value));
      const isClass = source.startsWith('class');
      if (source.length < 1e6 && !source.endsWith('{ [native code] }'))
        toOpen(node, `${nameOfFunction(value)} ${source.length} ${source.slice(0, 60)}`);
      if (isClass) visitProperties(node, value);
      return;
    }
    if (Array.isArray(value)) visitArray(node, value);
    else if (types.isMap(value)) visitMap(node, value);
    else if (types.isSet(value)) visitSet(node, value);
    else if (ArrayBuffer.isView(value) || types.isAnyArrayBuffer(value)) {
      const size = byteLength(value);
      if (size >= leastBytes && node.holder !== undefined) note('buffer', node, size, leastBytes);
      return;
    }
    if (Array.isArray(value)) return;
    visitProperties(node, value);
  };
  /** @returns how many objects it looked at */
  const walkAll = (objects: number, until: number): number => {
    let at = 0;
    while (at < waiting.length && at < objects) {
      if (at % 32 === 0 && Date.now() > until) break;
      visit(waiting[at]!);
      at += 1;
    }
    waiting = [];
    return at;
  };
  const rootsOf = (value: unknown, { path, scope }: WalkRoot, owner?: object): void => {
    if (scope === undefined) {
      if (!isObject(value) || types.isProxy(value) || seen.has(value)) return;
      seen.add(value);
      const [edge] = path[path.length - 1] ?? ['this'];
      waiting.push({ value, path: [...path.slice(0, -1), [edge, classOf(value), kindOf(value)]], depth: 0 });
      return;
    }
    if (!isObject(value)) return;
    for (const key of keysOf(value)) {
      // The module system of Node leads to everything, by other names than the program's.
      if (key === 'require' || key === 'module') continue;
      const variable = read(value, key);
      const step: WalkedStep = [
        String(key),
        classOf(variable),
        isObject(variable) ? kindOf(variable) : 'string',
      ];
      const node: Node = { value: variable, path: [...path, step], depth: 0 };
      const name = scope === '' ? undefined : `${scope} ${String(key)}`;
      if (typeof variable === 'string') {
        if (variable.length < leastBytes || name === undefined) continue;
        note('string', { ...node, scope: name }, variable.length, 0);
        if (owner !== undefined) keepsStrings(owner);
      } else if (isObject(variable) && !types.isProxy(variable) && !seen.has(variable)) {
        seen.add(variable);
        waiting.push(name === undefined ? node : { ...node, scope: name });
      }
    }
  };
  /** The inspector wraps the variables of a function's scope. */
  const variablesOf = (scope: unknown): unknown => {
    if (!isObject(scope)) return undefined;
    const inner = read(scope, 'object');
    return typeof read(scope, 'description') === 'string' && isObject(inner) ? inner : scope;
  };
  const idOf = (value: object): number => {
    const known = functionIds.get(value);
    if (known !== undefined) return known;
    functions += 1;
    functionIds.set(value, functions);
    return functions;
  };

  const newestOf = (place: Place, value: object): unknown[] => {
    const found: unknown[] = [];
    if (place.kind === 'array') {
      const length = Number(read(value, 'length'));
      for (let i = Math.max(0, length - lastElements); i < length; i += 1) found.push(read(value, String(i)));
    } else if (place.kind === 'map' || place.kind === 'set') {
      const isMap = place.kind === 'map';
      const size = Number(isMap ? mapSize(value) : setSize(value));
      const iterator = isMap ? mapEntries(value) : setValues(value);
      const enough = Math.min(size, mostIterated);
      for (let i = 0; i < enough; i += 1) {
        const next = (isMap ? nextOfMap(iterator) : nextOfSet(iterator)) as IteratorResult<unknown>;
        if (next.done) break;
        if (i >= enough - lastElements)
          found.push(isMap ? (next.value as [unknown, unknown])[1] : next.value);
      }
    } else if (place.kind === 'dictionary') {
      const keys = keysOf(value);
      for (let i = Math.max(0, keys.length - lastElements); i < keys.length; i += 1)
        found.push(read(value, keys[i]!));
    } else if (place.kind === 'linked-list') found.push(value);
    return found;
  };
  const mostCommonClass = (values: readonly unknown[]): string => {
    const counts = new Map<string, number>();
    for (const each of values) counts.set(classOf(each), (counts.get(classOf(each)) ?? 0) + 1);
    return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? '';
  };
  const ownBytes = (value: unknown): number => {
    if (typeof value === 'string') return 16 + value.length;
    if (!isObject(value)) return 8;
    if (types.isProxy(value)) return 32;
    if (typeof value === 'function') return 64 + 48;
    if (ArrayBuffer.isView(value) || types.isAnyArrayBuffer(value)) return 128 + byteLength(value);
    if (types.isMap(value)) return 64 + 40 * Number(mapSize(value));
    if (types.isSet(value)) return 64 + 24 * Number(setSize(value));
    return 24;
  };
  const addParts = (value: object, pending: unknown[]): void => {
    if (types.isProxy(value) || typeof value === 'function') return;
    if (ArrayBuffer.isView(value) || types.isAnyArrayBuffer(value)) return;
    if (Array.isArray(value) && Number(read(value, 'length')) > mostOfEntry) return;
    const keys = keysOf(value);
    for (let k = 0; k < keys.length && k < mostOfEntry; k += 1) {
      const key = keys[k]!;
      if (!links.has(key) && !backLinks.includes(String(key))) pending.push(read(value, key));
    }
  };
  /** About what one of the newest entries takes: what several of them lead to is shared, and not counted. */
  const bytesOfEntry = (entries: readonly unknown[]): number => {
    const reachedBy = new Map<object, number>();
    let bytes = 0;
    for (let at = 0; at < entries.length; at += 1) {
      const pending: unknown[] = [entries[at]];
      for (let i = 0; i < pending.length && i < mostOfEntry; i += 1) {
        const value = pending[i];
        if (!isObject(value)) {
          bytes += 8 + ownBytes(value);
          continue;
        }
        const by = reachedBy.get(value);
        if (by !== undefined && by !== at) reachedBy.set(value, -1);
        if (by !== undefined) continue;
        reachedBy.set(value, at);
        if (i === 0 || !byValue.has(value)) addParts(value, pending);
      }
    }
    for (const [value, at] of reachedBy) if (at >= 0) bytes += 8 + ownBytes(value);
    return Math.round(bytes / Math.max(1, entries.length));
  };
  /** What stands at a place now. */
  const valueAt = (place: Place): unknown => {
    const holder = place.holder?.deref();
    if (holder !== undefined) return read(holder, place.key!);
    return place.holder === undefined ? place.value?.deref() : undefined;
  };
  const measured = (place: Place, until: number): void => {
    if (place.kind === 'string' && place.holder === undefined) return;
    const value = valueAt(place);
    const begun = Date.now();
    // Only what has to be counted takes time. What took long once was perhaps interrupted.
    const isCounted = place.kind === 'dictionary' || place.kind === 'linked-list';
    if (isCounted && (place.cost > limits.time || begun > until) && place.skipped < mostSkipped) {
      place.skipped += 1;
      place.size = undefined;
      return;
    }
    place.size = sizeOf(place.kind, value);
    place.cost = Math.min(place.cost || longest, Date.now() - begun);
    place.skipped = 0;
    if (isObject(value) && byValue.get(value) !== place) {
      byValue.set(value, place);
      place.value = new WeakRef(value);
    }
  };

  const registry: CountedRegistry = {
    keysOf,
    read,
    isPlain,
    isKnown: (value) => byValue.has(value),
    add(kind, value, owner) {
      const place = newPlace(kind);
      place.unnamed = true;
      unnamed += 1;
      let at = owner?.value ?? value;
      place.path = [['(census)', classOf(at), kindOf(at)]];
      for (const key of owner?.keys ?? []) {
        at = read(at, key) as object;
        place.path.push([edgeOf(key), classOf(at), kindOf(at)]);
      }
      place.value = new WeakRef(value);
      byValue.set(value, place);
    },
  };

  return {
    registry,
    begin() {
      seen = new WeakSet();
      kinds = new Map();
      opening = [];
      for (const { holder, path } of stringHolders) {
        const value = holder.deref();
        if (value !== undefined) opening.push({ value, path, depth: 1 });
      }
      for (const place of places) place.size = undefined;
    },
    walk(values, roots) {
      const given = JSON.parse(roots) as WalkRoot[];
      const until = Date.now() + limits.time;
      let left = limits.objects;
      for (let i = 0; i < given.length; i += 1) {
        rootsOf(values[i], given[i]!);
        left -= walkAll(i + 1 < given.length ? left >> 1 : left, until);
      }
    },
    unopened() {
      batch = opening.splice(0, limits.opened);
      const values: unknown[] = [];
      for (const { value } of batch) values.push(value);
      return values;
    },
    open(at, values, labels) {
      const node = batch[at];
      if (node === undefined) return;
      const owner = node.value as object;
      const given = JSON.parse(labels) as { scope?: number; file?: string; name?: string }[];
      for (let i = 0; i < given.length; i += 1) {
        const { scope, file = '', name } = given[i]!;
        const value = values[i];
        if (name !== undefined) {
          below(node, `.${name}`, value, { holder: undefined, key: `private ${idOf(owner)}:${name}` });
          if (typeof value === 'string' && value.length >= leastBytes) keepsStrings(owner);
          continue;
        }
        const path: WalkedStep[] = [['', file, 'module']];
        rootsOf(variablesOf(value), { path, scope: `function ${idOf(owner)}:${scope}` }, owner);
      }
      walkAll(limits.objects >> 3, Date.now() + (limits.time >> 1));
    },
    measure() {
      // The program is not paused now, and what is met late must have been measured as often as the rest.
      const until = Date.now() + 5 * limits.time;
      const told: unknown[] = [];
      for (const place of places) {
        measured(place, until);
        const { id, kind, size, path } = place;
        if (size === undefined) continue;
        place.first ??= size;
        const value = size > place.first ? valueAt(place) : undefined;
        const entries = isObject(value) && Date.now() < until ? newestOf(place, value) : [];
        const newest =
          entries.length === 0 ? {} : { entry: mostCommonClass(entries), bytes: bytesOfEntry(entries) };
        told.push({ id, size, ...(place.told ? {} : { kind, path }), ...newest });
        place.told = true;
      }
      // Nothing of the program is kept until the next visit.
      opening = [];
      batch = [];
      seen = new WeakSet();
      return JSON.stringify(told);
    },
  };
}
