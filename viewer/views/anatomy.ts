import { anatomyLines } from '../../format/anatomy-words.ts';
import type { Suspect } from '../../format/suspect.ts';
import type { Child } from './element.ts';
import { list, section } from './texts.ts';

/** What a typical new entry is made of, and which functions of the program it keeps. */
export function anatomySection({ anatomy }: Suspect): Child {
  return anatomy === undefined ? undefined : section('a typical new entry', list(anatomyLines(anatomy)));
}
