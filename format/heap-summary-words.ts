import type { DuplicatedStrings, HeapSummary, LargeHolder, PackageShare, SizeHint } from './heap-summary.ts';
import { bytes, count, counted, share } from './quantities.ts';

/** The words of a summary, for every format that prints it. */

/** `15.0 MiB in 310,234 objects, which keep 300 MiB outside the JavaScript heap`. */
export function heapWords({
  bytes: size,
  outside = 0,
  objects,
}: Pick<HeapSummary, 'bytes' | 'outside' | 'objects'>): string {
  const kept = outside === 0 ? '' : `, which keep ${bytes(outside)} outside the JavaScript heap`;
  return `${bytes(size - outside)} in ${counted(objects, 'object')}${kept}`;
}

/** How a reader finds a holder: `sessions`, or what kind of objects several hold together. */
export function holderName({ expression, className, objects }: LargeHolder): string {
  if (objects > 1) return `${count(objects)} × ${className}`;
  return expression === '' ? className : expression;
}

/** What it is: `Map, 45,000 entries`, `held jointly by sessions and byUser`. */
export function holderDetail({ expression, className, entries, objects, heldBy = [] }: LargeHolder): string {
  if (objects > 1)
    return heldBy.length === 0
      ? 'held jointly'
      : `held jointly${heldBy.length > 1 ? '' : ', also'} by ${heldBy.join(' and ')}`;
  const parts = [
    ...(expression === '' || expression === className ? [] : [className]),
    ...(entries === undefined ? [] : [counted(entries, 'entry')]),
  ];
  return parts.join(', ');
}

/** `express 1.2 MiB (3 %)`. */
export function packageWords({ name, bytes: size, share: part }: PackageShare): string {
  return `${name} ${bytes(size)} (${share(part)})`;
}

/** The sum, then those that waste most. */
export function stringsWords({ copies, waste, largest }: DuplicatedStrings): readonly string[] {
  if (copies === 0) return [];
  return [
    `${counted(copies, 'duplicate')} of other strings, ${bytes(waste)} in all`,
    ...largest.map(
      (one) =>
        `${count(one.copies)} × ${bytes(one.bytes)}${one.heldAs === '' ? '' : ` (${one.heldAs})`}, ${bytes(one.waste)} wasted`,
    ),
  ];
}

/** The fact, whose it is, and whether it is only a guess. */
export function hintWords({ text, expression, place, guess }: SizeHint): string {
  const at = [expression, place].filter((part) => part !== undefined && part !== '').join(', ');
  return `${guess ? 'a guess: ' : ''}${text}${at === '' ? '' : ` (${at})`}`;
}
