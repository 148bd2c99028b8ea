import type { Expression } from 'acorn';
import type { HeapReader } from './heap-reader.ts';
import { queryError } from './query-error.ts';
import type { Value } from './values.ts';

/**
 * What a text says, to compare, search or sort by. A comparison tells what a string says as surely as showing it does, one
 * guess at a time: both need leave. Whether two strings of the heap are equal tells neither.
 */
export function contentsFor(
  { start }: Pick<Expression, 'start'>,
  { text, reader }: { readonly text: string; readonly reader: HeapReader },
): (value: Value) => string | undefined {
  return (value) => {
    if (reader.isString(value) && !reader.inventory.words.includesStrings)
      throw queryError(
        text,
        start,
        'the answer would tell what strings say, which may be secret',
        'add --include-strings to allow it, or ask for the length or the holder of strings, or whether two are equal',
      );
    return reader.textOf(value);
  };
}
