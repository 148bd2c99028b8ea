import { suspectKinds } from '../../format/report-text.ts';
import type { SuspectKind } from '../../format/suspect.ts';
import { UserError } from '../../format/user-error.ts';

// Tests are often written in JavaScript: what is mistyped has to be said, or it allows nothing, or everything.

export function whole(least: number, option: string, value: number): number {
  if (!Number.isInteger(value)) throw wrong(`${option} is ${value}, which is not a whole number`);
  return atLeast(least, option, value);
}

export function atLeast(least: number, option: string, value: number): number {
  if (typeof value === 'number' && value >= least) return value;
  throw wrong(`${option} is ${value}, but must be at least ${least}`);
}

export function onlyKnown(owner: string, known: readonly string[], given: object): void {
  const stranger = Object.keys(given).find((name) => !known.includes(name));
  if (stranger !== undefined)
    throw wrong(`${owner} has no option ${stranger}; its options are ${known.join(', ')}`);
}

export function listsIn<T extends { readonly kinds?: readonly SuspectKind[] | undefined }>(allow: T): T {
  onlyKnown('allow', ['kinds', 'paths', 'packages', 'fingerprints'], allow);
  for (const [name, list] of Object.entries(allow)) {
    if (list !== undefined && !isListOfStrings(list)) throw wrong(`allow.${name} is not a list of strings`);
  }
  const stranger = allow.kinds?.find((kind) => !suspectKinds.includes(kind));
  if (stranger !== undefined)
    throw wrong(
      `allow.kinds names ${stranger}, which is not a kind; the kinds are ${suspectKinds.join(', ')}`,
    );
  return allow;
}

function isListOfStrings(list: unknown): boolean {
  return Array.isArray(list) && list.every((entry) => typeof entry === 'string');
}

export function wrong(message: string): UserError {
  return new UserError('leak-test-options', message, 'correct the options of the leak test');
}
