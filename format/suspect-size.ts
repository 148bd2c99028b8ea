import { bytes } from './quantities.ts';
import type { Suspect, SuspectSize } from './report.ts';
import type { Bytes } from './units.ts';

/** How large a suspect is. Every format prints these figures and does no arithmetic of its own. */
export function sizeOf({ retainedSize, holders, survivors }: Pick<Suspect, SizedBy>): SuspectSize {
  const born = bornWhileRecording(survivors);
  // Without one holder that keeps them alive alone, only the objects themselves can be measured.
  const isShared = holders.length > 1 && retainedSize < born;
  if (retainedSize === 0 || isShared || born > 2 * retainedSize)
    return { bytes: born, held: 'jointly', born, alone: retainedSize };
  return { bytes: retainedSize, held: 'alone', born: Math.min(born, retainedSize), alone: retainedSize };
}

type SizedBy = 'retainedSize' | 'holders' | 'survivors';

/** The same in words. */
export function sizeWords(suspect: Pick<Suspect, SizedBy>): string {
  const { bytes: size, held, born, alone } = sizeOf(suspect);
  if (held === 'alone')
    return `${bytes(size)} held by nothing else, ${bytes(born)} of it born between captures`;
  if (alone === 0) return `${bytes(size)} born between captures, held by no single object`;
  return suspect.holders.length > 1
    ? `${bytes(size)} born between captures and held jointly, ${bytes(alone)} by the first holder alone`
    : `${bytes(size)} born between captures, ${bytes(alone)} held by the holder alone`;
}

/** Index 0 was there before the first capture: part of the size, no part of the growth. */
function bornWhileRecording({ bytes: sizes }: Suspect['survivors']): Bytes {
  return sizes.slice(1).reduce((sum, size) => sum + size, 0);
}
