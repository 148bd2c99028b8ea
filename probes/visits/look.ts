import type { Classes } from './classes.ts';
import type { ClosedThings } from './closed-things.ts';
import type { Frontier } from './frontier.ts';
import type { LinkedLists } from './linked-lists.ts';
import type { Places } from './places.ts';
import type { Reading } from './reading.ts';
import type { Sizes } from './sizes.ts';
import type { Met } from './walked.ts';

/** Looks at one thing that was met: it may be a place, and leads to others. */
export function makeLook(
  reading: Reading,
  classes: Classes,
  lists: LinkedLists,
  { leastBytes, leastEntries }: Sizes,
  { note }: Places,
  { leadsOn, below }: Frontier,
  closed: ClosedThings,
) {
  const { isMap, isSet, isError, isObject, isReadable, isLiteral, isBinary, isNativeSource } = reading;
  const { read, keysOf } = reading;
  const { sourceOf, lengthOf, sizeOfMap, sizeOfSet, byteLengthOf, eachOfMap, eachOfSet } = reading;
  const fewKeys = 12;
  const walkedKeys = 64;
  const firstElements = 2;
  const lastElements = 6;
  const mostIterated = 500;
  const longestSource = 1e6;
  const likeness = 60;
  const unwalkedOfFunction = new Set<PropertyKey>(['prototype', 'caller', 'arguments']);

  const lookAtMap = (met: Met, map: object): void => {
    const size = sizeOfMap(map);
    note('map', met, size, leastEntries);
    const enough = Math.min(size, mostIterated);
    eachOfMap(map, enough, (value, key, at) => {
      if (at >= firstElements && at < enough - lastElements) return;
      below(met, '[key]', value);
      if (isObject(key)) below(met, '[key]', key);
    });
  };
  const lookAtSet = (met: Met, set: object): void => {
    const size = sizeOfSet(set);
    note('set', met, size, leastEntries);
    const enough = Math.min(size, mostIterated);
    eachOfSet(set, enough, (value, at) => {
      if (at < firstElements || at >= enough - lastElements) below(met, '[]', value);
    });
  };
  const lookAtArray = (met: Met, array: object): void => {
    const length = lengthOf(array);
    note('array', met, length, leastEntries);
    for (let i = 0; i < length && i < firstElements; i += 1) below(met, '[]', read(array, String(i)));
    for (let i = Math.max(firstElements, length - lastElements); i < length; i += 1)
      below(met, '[]', read(array, String(i)));
  };
  const lookAtBinary = (met: Met, value: object): void => {
    const size = byteLengthOf(value);
    if (size >= leastBytes && met.holder !== undefined) note('buffer', met, size, leastBytes);
  };
  const lookAtFunction = (met: Met, value: object): void => {
    const source = sourceOf(value);
    if (isNativeSource(source)) return;
    if (source.length < longestSource)
      closed.ask(met, `${classes.nameOfFunction(value)} ${source.length} ${source.slice(0, likeness)}`);
    lookAtProperties(met, value);
  };

  const lookAtProperties = (met: Met, value: object): void => {
    const isFunction = typeof value === 'function';
    const keys = keysOf(value);
    const isData = keys.length > fewKeys && !isFunction && classes.isPlain(value);
    const isLarge = keys.length > walkedKeys;
    if (isData || isLarge) note('dictionary', met, keys.length, leastEntries);
    let holdsErrors = false;
    let link: PropertyKey | undefined;
    for (let i = isLarge ? keys.length - walkedKeys : 0; i < keys.length; i += 1) {
      const key = keys[i]!;
      const property = read(value, key);
      if (isObject(property) && isError(property)) holdsErrors = true;
      if (lists.isNext(key) && isReadable(property)) link = key;
      if (isFunction && unwalkedOfFunction.has(key)) continue;
      if (!leadsOn(property)) continue;
      const edge = isData && isLarge ? '[key]' : classes.edgeOf(key);
      // A link leads to another object as soon as one is added: only what is there now is known again.
      below(met, edge, property, lists.isLink(key) ? undefined : { holder: value, key });
    }
    if (isFunction) return;
    if (link !== undefined) lookAtList(met, value, link);
    else if (!isLiteral(value)) lookAtPrototypes(met, value);
    // What the inspector says of an error is its stack.
    if (!holdsErrors && !isLarge && classes.hasPrivateNames(value))
      closed.ask(met, `instance of ${classes.classOf(value)}`);
  };
  const lookAtPrototypes = (met: Met, value: object): void => {
    const length = lists.lengthOfPrototypes(value, lists.mostInWalk);
    if (length !== undefined) note('linked-list', met, length, leastEntries);
  };
  const lookAtList = (met: Met, value: object, link: PropertyKey): void => {
    if (!lists.isFirst(met.way, value)) return;
    const length = lists.lengthOfList(value, link, lists.mostInWalk);
    if (length >= leastEntries) note('linked-list', met, length, leastEntries);
  };

  return (met: Met): void => {
    const value = met.value as object;
    if (typeof value === 'function') lookAtFunction(met, value);
    else if (Array.isArray(value)) lookAtArray(met, value);
    else if (isLiteral(value)) lookAtProperties(met, value);
    else if (isBinary(value)) lookAtBinary(met, value);
    else {
      if (isMap(value)) lookAtMap(met, value);
      else if (isSet(value)) lookAtSet(met, value);
      lookAtProperties(met, value);
    }
  };
}
