import { placesLines } from '../../format/places-words.ts';
import type { Suspect } from '../../format/suspect.ts';
import type { Child } from './element.ts';
import { list, section } from './texts.ts';

/** Where else the same growth is seen. */
export function placesSection(suspect: Suspect): Child {
  const [first, ...places] = placesLines(suspect);
  return first === undefined ? undefined : section(first, list(places));
}
