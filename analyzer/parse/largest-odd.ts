/** 0 if there is no odd id at all. */
export function largestOdd(ids: Uint32Array): number {
  let largest = 0;
  for (let node = 0; node < ids.length; node++) {
    if (ids[node] > largest && (ids[node] & 1) === 1) largest = ids[node];
  }
  return largest;
}
