/** The number that `number` has read. */
export let value: u32 = 0;

const safeDigits: usize = 9;

/**
 * Reads the decimal number at `at` into `value` and returns the place behind it, or 0 if no number stands that
 * fits: the reader has to take a careful way then. Digit by digit, because neighbors have numbers of one length,
 * which processors foresee: adding up eight digits at once was slower.
 */
// @ts-ignore: AssemblyScript has decorators of functions
@inline
export function number(at: usize): usize {
  let end = at;
  let digit = (load<u8>(end) as u32) - 48;
  let sum: u32 = 0;
  while (digit <= 9) {
    sum = sum * 10 + digit;
    digit = (load<u8>(++end) as u32) - 48;
  }
  value = sum;
  return end - at - 1 < safeDigits ? end : longNumber(at, end);
}

/** Ids of native nodes have ten digits. */
function longNumber(at: usize, end: usize): usize {
  if (end - at !== 10) return 0;
  let sum: u64 = 0;
  for (let place = at; place < end; place++) sum = sum * 10 + ((load<u8>(place) - 48) as u64);
  value = sum as u32;
  return sum < 0xffffffff ? end : 0;
}
