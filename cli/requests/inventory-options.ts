import type { Argv } from 'yargs';
import { type RowArguments, rowOptions } from './row-options.ts';

/** What all commands take that list what is in a heap. */
export interface InventoryArguments extends RowArguments {
  readonly source: readonly string[];
  readonly capture: number | undefined;
  readonly since: number | undefined;
  readonly 'include-strings': boolean;
}

export const captureOption = {
  describe: 'which capture, counted from 1 (default: the last)',
  type: 'number',
  requiresArg: true,
} as const;

export const includeStringsOption = {
  describe: 'show the contents of strings, which may hold secrets',
  type: 'boolean',
  default: false,
} as const;

export function inventoryOptions<T>(yargs: Argv<T>): Argv<T & InventoryArguments> {
  const captures = yargs
    .positional('source', {
      describe: 'a recording, or .heapsnapshot files',
      type: 'string',
      array: true,
      demandOption: true,
    })
    .option('capture', captureOption)
    .option('since', {
      describe: 'compare with this capture: what is new since then, and for classes and paths what is gone',
      type: 'number',
      requiresArg: true,
    });
  return rowOptions(captures, 'own', 'print the rows as JSON').option(
    'include-strings',
    includeStringsOption,
  ) as unknown as Argv<T & InventoryArguments>;
}
