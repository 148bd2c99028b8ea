/*
 * The strings of a snapshot are found, not read: where each begins, and a mark of its bytes to search by. Names of
 * pairs in a WeakMap, `3 / part of key (…`, are few among many and are told apart on the way.
 */

/** Where scanning stopped: at the opening quote of a string that is not whole, or at what is no string. */
export let stringPosition: usize = 0;

/** How many pair names the last call has found. */
export let pairCount: u32 = 0;

/** ` / part ` as it stands in memory. */
const part: u64 = 0x2074726170202f20;

const quote: i32 = 0x22;
const backslash: i32 = 0x5c;
const comma: u32 = 0x2c;
const newline: u32 = 0x0a;

/**
 * Scans strings, each with a comma, or a comma and a newline, behind it; the last one is left to the caller.
 * Reads up to 16 bytes behind `end` without minding what is there.
 * @param base added to each string's place to give its offset in the file
 * @param starts receives that offset, a float64 each
 * @param marks receives the mark, 16 bits each
 * @param pairs receives which of them begin as a pair's name does, 32 bits each
 * @returns the number of strings found
 */
export function stringRanges(
  from: usize,
  end: usize,
  wanted: u32,
  base: f64,
  starts: usize,
  marks: usize,
  pairs: usize,
): u32 {
  let at = from;
  let count: u32 = 0;
  let found: u32 = 0;
  while (count < wanted && at < end && (load<u8>(at) as i32) === quote) {
    const close = closingQuote(at + 1, end);
    if (close + 2 >= end || (load<u8>(close, 1) as u32) !== comma) break;
    store<f64>(starts + (count << 3), base + ((at + 1) as f64));
    store<u16>(marks + (count << 1), mark(at + 1, close) as u16);
    if (isPairName(at + 1)) store<u32>(pairs + (found++ << 2), count);
    count++;
    at = close + ((load<u8>(close, 2) as u32) === newline ? 3 : 2);
  }
  stringPosition = at;
  pairCount = found;
  return count;
}

function isPairName(from: usize): boolean {
  let at = from;
  while ((load<u8>(at) as u32) - 48 <= 9) at++;
  return at > from && load<u64>(at) === part;
}

/** The place of the quote that ends the string at `at`, or `end` or a place behind it. */
function closingQuote(at: usize, end: usize): usize {
  while (at < end) {
    const bytes = v128.load(at);
    const found = i8x16.bitmask(
      v128.or(i8x16.eq(bytes, i8x16.splat(quote as i8)), i8x16.eq(bytes, i8x16.splat(backslash as i8))),
    );
    if (found === 0) {
      at += 16;
      continue;
    }
    at += ctz(found);
    if ((load<u8>(at) as i32) === quote) return at;
    at += 2;
  }
  return end;
}

/** Has to be the same as `markOf` in analyzer/parse/string-section.ts. */
function mark(from: usize, to: usize): u32 {
  const length = (to - from) as u32;
  let hash = (length + 1) * 0x9e3779b1;
  const step = (length >> 3) + 1;
  for (let at = from; at < to; at += step) hash = (hash ^ (load<u8>(at) as u32)) * 0x01000193;
  if (length > 0) hash = (hash ^ (load<u8>(to - 1) as u32)) * 0x01000193;
  const folded = (hash ^ (hash >> 16)) & 0xffff;
  return folded === 0 ? 1 : folded;
}
