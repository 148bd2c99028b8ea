/** Entry of a column of 32-bit numbers. */
// @ts-expect-error: AssemblyScript has decorators of functions
@inline
export function get(column: usize, index: u32): u32 {
  return load<u32>(column + ((index as usize) << 2));
}

// @ts-expect-error: AssemblyScript has decorators of functions
@inline
export function put(column: usize, index: u32, value: u32): void {
  store<u32>(column + ((index as usize) << 2), value);
}
