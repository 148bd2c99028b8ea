/**
 * The same value with every control character and half of a surrogate pair in its strings replaced. Names come out of
 * the target's heap: an escape sequence in one must not reach a terminal, a line break must not tear a line, and no
 * encoding has halves.
 */
export function printable<Value>(value: Value): Value {
  if (typeof value === 'string')
    return value.replace(/[\x00-\x1f\x7f-\x9f\u2028\u2029\p{Surrogate}]/gu, '\ufffd') as Value;
  if (Array.isArray(value)) return value.map(printable) as Value;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, printable(part)])) as Value;
}
