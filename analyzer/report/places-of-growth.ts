import type { SingleSuspect, Suspect } from '../../format/suspect.ts';

/** All places of one growth: a list of what is known may name any of them, and hides no other. */
export function placesOf(suspect: Suspect): readonly Suspect[] {
  return [suspect, ...(suspect.parts ?? []).map((part) => part.suspect)];
}

/** The same growth without the places that do not stay; undefined if none does. */
export function withPlaces(suspect: Suspect, stays: (place: Suspect) => boolean): Suspect | undefined {
  const { parts = [] } = suspect;
  const left = parts.filter((part) => stays(part.suspect));
  if (stays(suspect)) return left.length === parts.length ? suspect : withParts(suspect, left);
  const [lead, ...others] = left;
  return lead === undefined ? undefined : withParts(lead.suspect, others);
}

/** One place of a growth by itself. */
export function alone({ parts: _, ...suspect }: Suspect): SingleSuspect {
  return suspect;
}

function withParts(suspect: Suspect, parts: NonNullable<Suspect['parts']>): Suspect {
  const lead = alone(suspect);
  return parts.length === 0 ? lead : { ...lead, parts };
}
