/*
 * Numbers are read without a branch on their digits: where they end is found for many bytes at once, and up to eight
 * digits are added up in one 64-bit word (W. Muła, "SIMD-ized parsing of series of integers", 2018; D. Lemire,
 * "Quickly parsing eight digits", 2018).
 */

/** Bit i is set where the byte at `at + i` is below the digits, as commas and white space are; of 64 bytes. */
// @ts-expect-error: AssemblyScript has decorators of functions
@inline
export function separators64(at: usize): u64 {
  return (separators16(at) as u64) | ((separators16(at + 16) as u64) << 16) | ((separators16(at + 32) as u64) << 32) | ((separators16(at + 48) as u64) << 48);
}

// @ts-expect-error: AssemblyScript has decorators of functions
@inline
export function separators32(at: usize): u32 {
  return separators16(at) | (separators16(at + 16) << 16);
}

/** The same for bytes above the digits; with bytes above 0x7f in neither. */
// @ts-expect-error: AssemblyScript has decorators of functions
@inline
export function letters64(at: usize): u64 {
  return (letters16(at) as u64) | ((letters16(at + 16) as u64) << 16) | ((letters16(at + 32) as u64) << 32) | ((letters16(at + 48) as u64) << 48);
}

// @ts-expect-error: AssemblyScript has decorators of functions
@inline
export function letters32(at: usize): u32 {
  return letters16(at) | (letters16(at + 16) << 16);
}

// @ts-expect-error: AssemblyScript has decorators of functions
@inline
function separators16(at: usize): u32 {
  return i8x16.bitmask(i8x16.lt_s(v128.load(at), i8x16.splat(0x30)));
}

// @ts-expect-error: AssemblyScript has decorators of functions
@inline
function letters16(at: usize): u32 {
  return i8x16.bitmask(i8x16.gt_s(v128.load(at), i8x16.splat(0x39)));
}

/** The number whose `length` digits, one to eight, end in front of `end`. */
// @ts-expect-error: AssemblyScript has decorators of functions
@inline
export function shortNumber(end: usize, length: u32): u32 {
  const others = (64 - (length << 3)) as u64;
  const text = ((load<u64>(end - 8) >> others) << others) & 0x0f0f0f0f0f0f0f0f;
  const pairs = ((text * 2561) >> 8) & 0x00ff00ff00ff00ff;
  const fours = ((pairs * 6553601) >> 16) & 0x0000ffff0000ffff;
  return ((fours * 42949672960001) >> 32) as u32;
}

/** The same for up to ten digits. */
// @ts-expect-error: AssemblyScript has decorators of functions
@inline
export function longNumber(end: usize, length: u32): u64 {
  const ninth = select<u32>((load<u8>(end - 9) as u32) & 15, 0, length > 8);
  const tenth = select<u32>((load<u8>(end - 10) as u32) & 15, 0, length > 9);
  return (shortNumber(end, min(length, 8)) as u64) + (ninth as u64) * 100_000_000 + (tenth as u64) * 1_000_000_000;
}
