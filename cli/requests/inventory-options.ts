import type { Argv } from 'yargs';

/** What all commands take that list what is in a heap. */
export interface InventoryArguments {
  readonly source: readonly string[];
  readonly capture: number | undefined;
  readonly since: number | undefined;
  readonly filter: string | undefined;
  readonly sort: string | undefined;
  readonly limit: number;
  readonly json: boolean;
  readonly 'include-strings': boolean;
}

const shownRows = 30;

export function inventoryOptions<T>(yargs: Argv<T>): Argv<T & InventoryArguments> {
  return yargs
    .positional('source', {
      describe: 'a recording, or .heapsnapshot files',
      type: 'string',
      array: true,
      demandOption: true,
    })
    .option('capture', {
      describe: 'which capture, counted from 1 (default: the last)',
      type: 'number',
      requiresArg: true,
    })
    .option('since', {
      describe: 'compare with this capture: what was born after it, and for classes and paths what is gone',
      type: 'number',
      requiresArg: true,
    })
    .option('filter', { describe: 'only rows whose texts contain this', type: 'string', requiresArg: true })
    .option('sort', {
      describe: 'the column to sort by; with - in front (--sort=-own) the other way round',
      type: 'string',
      requiresArg: true,
    })
    .option('limit', { describe: 'how many rows to show', type: 'number', default: shownRows })
    .option('json', { describe: 'print the rows as JSON', type: 'boolean', default: false })
    .option('include-strings', {
      describe: "show what the target's strings say; they may hold secrets",
      type: 'boolean',
      default: false,
    }) as unknown as Argv<T & InventoryArguments>;
}
