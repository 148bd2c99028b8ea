import { number, value } from './digits';

/*
 * Records as V8 writes them: decimal numbers with commas between them, and a comma, or a newline and a comma, behind
 * each record. Whatever else is met ends the call in front of that record: numbers of 2^32 - 1 or more, white space,
 * the end of the array, types that are not in the table. The caller reads such a record its own, careful way.
 * Where `number` finds none it gives address 0, where neither a comma nor a newline stands.
 */

/** Where the next record begins after a call. */
export let position: usize = 0;
/** The largest string index among the names of a call. */
export let largestName: u32 = 0;
/** The number of edges in front of the next node after a call. */
export let edgesSoFar: u32 = 0;
/** How many nodes of a call are detached. */
export let detachedCount: u32 = 0;

const comma: u8 = 0x2c;
const minus: u8 = 0x2d;
const newline: u8 = 0x0a;
const newlineAndComma: u16 = 0x2c0a;
/** `,0,0` and a newline: most nodes have no trace and are not detached. */
const zeroAndZero: u64 = 0x0a302c302c;
const fiveBytes: u64 = 0xffffffffff;
/** Of a node that its document does not show. 0 is not known, 1 is attached. */
const detached: u32 = 2;
/** Stands in the table for a type number the header does not name. */
const unknownType: u8 = 0xff;

/** Length of the separator at `at`, 0 if there is none. */
function separator(at: usize): usize {
  return load<u16>(at) === newlineAndComma ? 2 : load<u8>(at) === comma ? 1 : 0;
}

/**
 * Reads node records of `fields` numbers, of which the first five are type, name, id, size and number of edges.
 * @param types table from the file's type number to ours, 256 bytes
 * @param edges number of edges of all nodes before
 * @param lastEdge stops before a node that would bring the number of edges above this
 * @param firstEdges receives the number of edges up to and including each node
 * @param detachedField which number of a record says whether the node is detached, 0 if none does
 * @param detachedNodes receives which nodes are, counted from the first of the call
 * @returns the number of records read
 */
export function nodeRecords(
  from: usize,
  safe: usize,
  wanted: u32,
  fields: u32,
  types: usize,
  edges: u32,
  lastEdge: u32,
  nodeTypes: usize,
  names: usize,
  ids: usize,
  sizes: usize,
  firstEdges: usize,
  detachedField: u32,
  detachedNodes: usize,
): u32 {
  let record = from;
  let count: u32 = 0;
  let largest: u32 = 0;
  let found: u32 = 0;
  while (count < wanted && record < safe) {
    let at = number(record);
    const type = value;
    if (type > 255 || load<u8>(at) !== comma) break;
    const house = load<u8>(types + type);
    at = number(at + 1);
    const name = value;
    if (house === unknownType || load<u8>(at) !== comma) break;
    at = number(at + 1);
    const id = value;
    if (load<u8>(at) !== comma) break;
    at = number(at + 1);
    const size = value;
    if (load<u8>(at) !== comma) break;
    at = number(at + 1);
    const total = (edges as u64) + (value as u64);
    if (total > (lastEdge as u64)) break;
    let isDetached = false;
    if (fields === 7 && (load<u64>(at) & fiveBytes) === zeroAndZero) at += 4;
    else {
      for (let field: u32 = 5; field < fields; field++) {
        at = load<u8>(at) === comma ? number(at + 1) : 0;
        if (field === detachedField) isDetached = value === detached;
      }
    }
    const skipped = separator(at);
    if (skipped === 0) break;
    if (isDetached) {
      store<u32>(detachedNodes + (found << 2), count);
      found++;
    }

    edges = total as u32;
    store<u8>(nodeTypes + count, house);
    store<u32>(names + (count << 2), name);
    store<u32>(ids + (count << 2), id);
    store<u32>(sizes + (count << 2), size);
    store<u32>(firstEdges + (count << 2), edges);
    largest = max(largest, name);
    count++;
    record = at + skipped;
  }
  position = record;
  largestName = largest;
  edgesSoFar = edges;
  detachedCount = found;
  return count;
}

/** Since Node 24, V8 writes indexes of 2^31 and more as signed numbers. -1 is none: the largest index is 2^32 - 2. */
function negativeIndex(at: usize): usize {
  if (load<u8>(at) !== minus) return 0;
  const end = number(at + 1);
  if (value < 2 || value > 0x80000000) return 0;
  value = 0 - value;
  return end;
}

/**
 * Reads edge records: type, name or index, and target as an offset into the numbers of the nodes.
 * @param types table from the file's type number to ours, 256 bytes
 * @param indexed bit t is set if the name of an edge of our type t is an index and no string
 * @param nodeFields numbers of a node
 * @returns the number of records read
 */
export function edgeRecords(
  from: usize,
  safe: usize,
  wanted: u32,
  types: usize,
  indexed: u32,
  nodeFields: u32,
  nodeCount: u32,
  edgeTypes: usize,
  names: usize,
  targets: usize,
): u32 {
  // Multiplying is faster than dividing. The factor is too large by less than 1 / 2^32, so multiples come out exactly.
  const nodesPerNumber = 0x100000000 / (nodeFields as u64) + 1;
  let record = from;
  let count: u32 = 0;
  let largest: u32 = 0;
  while (count < wanted && record < safe) {
    const type = (load<u8>(record) as u32) - 48;
    if (type > 9 || load<u8>(record, 1) !== comma) break;
    const house = load<u8>(types + type);
    if (house === unknownType) break;
    const isIndexed = (indexed >> (house as u32)) & 1;
    let at = number(record + 2);
    if (at === 0 && isIndexed) at = negativeIndex(record + 2);
    const name = value;
    if (load<u8>(at) !== comma) break;
    at = number(at + 1);
    const node = ((value as u64) * nodesPerNumber) >> 32;
    if (node >= (nodeCount as u64) || (node as u32) * nodeFields !== value) break;
    const skipped = separator(at);
    if (skipped === 0) break;

    store<u8>(edgeTypes + count, house);
    store<u32>(names + (count << 2), name);
    store<u32>(targets + (count << 2), node as u32);
    largest = max(largest, select<u32>(0, name, isIndexed));
    count++;
    record = at + skipped;
  }
  position = record;
  largestName = largest;
  return count;
}

/** Reads numbers, whatever record they belong to; returns how many. */
export function plainNumbers(from: usize, safe: usize, wanted: u32, numbers: usize): u32 {
  let at = from;
  let count: u32 = 0;
  while (count < wanted && at < safe) {
    const end = number(at);
    const skipped = separator(end);
    if (skipped === 0) break;
    store<u32>(numbers + (count << 2), value);
    count++;
    at = end + skipped;
  }
  position = at;
  return count;
}

/** How many newlines there are: in a section as V8 writes it, how many records. */
export function countLines(from: usize, end: usize): u32 {
  let count: u32 = 0;
  let at = from;
  for (; at + 16 <= end; at += 16) {
    count += popcnt(i8x16.bitmask(i8x16.eq(v128.load(at), i8x16.splat(newline))));
  }
  for (; at < end; at++) count += u32(load<u8>(at) === newline);
  return count;
}
