import { number, value } from './digits';

/*
 * Records of four numbers as JavaScriptCore writes them: commas between all numbers, and nothing else. As in records.ts,
 * whatever else is met ends the call in front of its record, and the caller reads that its own, careful way.
 */

/** Where the next record begins after a call. */
export let quadPosition: usize = 0;
/** How many runs of edges from one node the last call met. */
export let runCount: u32 = 0;

const comma: u8 = 0x2c;
/** Ids become twice as large, and odd. */
const largestId: u32 = 0x7ffffffe;

/**
 * Reads nodes: id, size, class and flags, of which the flags are left out.
 * @returns the number of records read
 */
export function quadNodes(
  from: usize,
  safe: usize,
  wanted: u32,
  ids: usize,
  sizes: usize,
  classes: usize,
): u32 {
  let record = from;
  let count: u32 = 0;
  while (count < wanted && record < safe) {
    let at = number(record);
    const id = value;
    if (id > largestId || load<u8>(at) !== comma) break;
    at = number(at + 1);
    const size = value;
    if (load<u8>(at) !== comma) break;
    at = number(at + 1);
    const className = value;
    if (load<u8>(at) !== comma) break;
    at = number(at + 1);
    if (load<u8>(at) !== comma) break;

    store<u32>(ids + (count << 2), id);
    store<u32>(sizes + (count << 2), size);
    store<u32>(classes + (count << 2), className);
    count++;
    record = at + 1;
  }
  quadPosition = record;
  return count;
}

/**
 * Reads edges: from, to, type, and name or index. Edges of one node follow each other, so where they come from is told once
 * for each run of them, and the same digits as before need not be read again.
 * @param sources receives the node that each run comes from
 * @param ends receives the number of edges up to the end of each run
 * @returns the number of records read
 */
export function quadEdges(
  from: usize,
  safe: usize,
  wanted: u32,
  sources: usize,
  ends: usize,
  targets: usize,
  types: usize,
  names: usize,
): u32 {
  let record = from;
  let count: u32 = 0;
  let runs: u32 = 0;
  // The first bytes of the record before, as long as they are the digits of its source and the comma. None fit at first.
  let known: u64 = 1;
  let mask: u64 = 0;
  let length: usize = 0;
  while (count < wanted && record < safe) {
    const isNew = (load<u64>(record) & mask) !== known;
    if (isNew) {
      const end = number(record);
      if (load<u8>(end) !== comma) break;
      store<u32>(sources + (runs << 2), value);
      length = end + 1 - record;
      mask = length > 8 ? 0 : u64.MAX_VALUE >> ((8 - length) << 3);
      known = length > 8 ? 1 : load<u64>(record) & mask;
    }
    let at = number(record + length);
    const target = value;
    if (load<u8>(at) !== comma) break;
    at = number(at + 1);
    const type = value;
    if (type > 255 || load<u8>(at) !== comma) break;
    at = number(at + 1);
    const name = value;
    if (load<u8>(at) !== comma) break;

    runs += u32(isNew);
    store<u32>(ends + ((runs - 1) << 2), count + 1);
    store<u32>(targets + (count << 2), target);
    store<u8>(types + count, type as u8);
    store<u32>(names + (count << 2), name);
    count++;
    record = at + 1;
  }
  quadPosition = record;
  runCount = runs;
  return count;
}
