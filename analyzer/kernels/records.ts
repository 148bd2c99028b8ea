import { letters32, letters64, longNumber, separators32, separators64, shortNumber } from './digits';

/*
 * Records as V8 writes them: decimal numbers with commas between them, and a comma, or a newline and a comma, behind
 * each record. Whatever else is met ends the call in front of that record: numbers of 2^32 - 1 or more, white space,
 * the end of the array, types that are not in the table. The caller reads such a record its own, careful way.
 */

/** Where the next record begins after a call. */
export let position: usize = 0;
/** The largest string index among the names of a call. */
export let largestName: u32 = 0;
/** The number of edges in front of the next node after a call. */
export let edgesSoFar: u32 = 0;

const comma: u32 = 0x2c;
const newline: u32 = 0x0a;
const newlineAndComma: u32 = 0x2c0a;
/** `,0,0` and a newline: most nodes have no trace and are not detached. */
const zeroAndZero: u64 = 0x0a302c302c;
const fiveBytes: u64 = 0xffffffffff;
/** Stands in the table for a type number the header does not name. */
const unknownType: u32 = 0xff;

/** Numbers from here on are kept apart. */
const tooLarge: u64 = 0xffffffff;

function areCommas(record: usize, type: u32, name: u32, id: u32, size: u32): boolean {
  const first = (load<u8>(record + type) as u32) | ((load<u8>(record + name) as u32) << 8);
  const second = (load<u8>(record + id) as u32) | ((load<u8>(record + size) as u32) << 8);
  return (first | (second << 16)) === 0x2c2c2c2c;
}

/** Length of the separator at `at`, 0 where there is none. */
function separator(at: usize): usize {
  const two = load<u16>(at) as u32;
  return two === newlineAndComma ? 2 : (two & 0xff) === comma ? 1 : 0;
}

/**
 * Reads node records of `fields` numbers, of which the first five are type, name, id, size and number of edges.
 * @param types table from the file's type number to ours, 256 bytes
 * @param edges number of edges of all nodes before
 * @param lastEdge stops before a node that would bring the number of edges above this
 * @param firstEdges receives the number of edges up to and including each node
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
): u32 {
  let record = from;
  let count: u32 = 0;
  let largest: u32 = 0;
  while (count < wanted && record < safe) {
    let ends = separators64(record);
    const type = ctz(ends) as u32;
    ends &= ends - 1;
    const name = ctz(ends) as u32;
    ends &= ends - 1;
    const id = ctz(ends) as u32;
    ends &= ends - 1;
    const size = ctz(ends) as u32;
    ends &= ends - 1;
    const own = ctz(ends) as u32;
    if (ends === 0) break;
    let end = own;
    if (fields === 7 && (load<u64>(record + own) & fiveBytes) === zeroAndZero) end += 4;
    else {
      for (let rest = fields - 5; rest > 0; rest--) {
        if ((load<u8>(record + end) as u32) !== comma) ends = 0;
        ends &= ends - 1;
        end = ctz(ends) as u32;
      }
      if (ends === 0) break;
    }
    const letters = letters64(record) & (((1 as u64) << end) - 1);
    const skipped = separator(record + end);
    const nameLength = name - type - 1;
    const idLength = id - name - 1;
    const sizeLength = size - id - 1;
    const ownLength = own - size - 1;
    if (
      letters !== 0 ||
      skipped === 0 ||
      type - 1 > 1 ||
      nameLength - 1 > 7 ||
      idLength - 1 > 9 ||
      sizeLength - 1 > 9 ||
      ownLength - 1 > 7 ||
      !areCommas(record, type, name, id, size)
    ) {
      break;
    }
    const house = load<u8>(types + shortNumber(record + type, type)) as u32;
    const nameValue = shortNumber(record + name, nameLength);
    const idValue = longNumber(record + id, idLength);
    const sizeValue = longNumber(record + size, sizeLength);
    const total = (edges as u64) + (shortNumber(record + own, ownLength) as u64);
    if (house === unknownType || idValue >= tooLarge || sizeValue >= tooLarge || total > (lastEdge as u64))
      break;

    edges = total as u32;
    store<u8>(nodeTypes + count, house as u8);
    store<u32>(names + (count << 2), nameValue);
    store<u32>(ids + (count << 2), idValue as u32);
    store<u32>(sizes + (count << 2), sizeValue as u32);
    store<u32>(firstEdges + (count << 2), edges);
    largest = max(largest, nameValue);
    count++;
    record += (end as usize) + skipped;
  }
  position = record;
  largestName = largest;
  edgesSoFar = edges;
  return count;
}

/**
 * Reads edge records: type, name or index, and target as an offset into the numbers of the nodes.
 * @param types table from the file's type number to ours, 256 bytes
 * @param indexed bit t is set where the name of an edge of our type t is an index and no string
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
    let ends = separators32(record);
    if ((ends & 3) !== 2) break;
    ends &= ends - 1;
    const name = ctz(ends) as u32;
    ends &= ends - 1;
    const target = ctz(ends) as u32;
    const nameLength = name - 2;
    const targetLength = target - name - 1;
    const skipped = separator(record + target);
    const letters = letters32(record) & ((1 << target) - 1);
    if (
      ends === 0 ||
      letters !== 0 ||
      skipped === 0 ||
      nameLength - 1 > 7 ||
      targetLength - 1 > 9 ||
      (load<u8>(record, 1) as u32) !== comma ||
      (load<u8>(record + name) as u32) !== comma
    ) {
      break;
    }
    const house = load<u8>(types + ((load<u8>(record) as u32) & 15)) as u32;
    const nameValue = shortNumber(record + name, nameLength);
    const place = longNumber(record + target, targetLength);
    const node = (place * nodesPerNumber) >> 32;
    if (house === unknownType || node >= (nodeCount as u64) || node * (nodeFields as u64) !== place) break;

    store<u8>(edgeTypes + count, house as u8);
    store<u32>(names + (count << 2), nameValue);
    store<u32>(targets + (count << 2), node as u32);
    largest = max(largest, select<u32>(0, nameValue, (indexed >> house) & 1));
    count++;
    record += (target as usize) + skipped;
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
    const length = ctz(separators32(at)) as u32;
    const letters = letters32(at) & ((1 << length) - 1);
    const skipped = separator(at + length);
    if (length - 1 > 9 || letters !== 0 || skipped === 0) break;
    const value = longNumber(at + length, length);
    if (value >= tooLarge) break;
    store<u32>(numbers + (count << 2), value as u32);
    count++;
    at += (length as usize) + skipped;
  }
  position = at;
  return count;
}

/** How many newlines there are: in a section as V8 writes it, how many records. */
export function countLines(from: usize, end: usize): u32 {
  let count: u32 = 0;
  let at = from;
  for (; at + 16 <= end; at += 16) {
    count += popcnt(i8x16.bitmask(i8x16.eq(v128.load(at), i8x16.splat(newline as i8))));
  }
  for (; at < end; at++) count += u32((load<u8>(at) as u32) === newline);
  return count;
}
