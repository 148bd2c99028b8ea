import type { Options } from 'yargs';

/** For lists in which what the engine or Node keeps for itself is folded or left out. */
export const internalsOption = {
  describe: "also list objects that the engine and Node keep for themselves, beside the program's",
  type: 'boolean',
  default: false,
} as const satisfies Options;

export interface InternalsArguments {
  readonly internals: boolean;
  readonly filter: string | undefined;
}

/** A filter finds what it names in the engine's own rows, too. */
export function wantsInternals({ internals, filter }: InternalsArguments): { readonly internals: boolean } {
  return { internals: internals || filter !== undefined };
}
