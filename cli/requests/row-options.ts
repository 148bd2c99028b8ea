import type { Argv } from 'yargs';

/** Which rows of a list are shown, and how. */
export interface RowArguments {
  readonly filter: string | undefined;
  readonly sort: string | undefined;
  readonly limit: number;
  readonly json: boolean;
}

const shownRows = 30;

/**
 * @param column to sort by, as an example
 * @param inJson what JSON has, in words
 */
export function rowOptions<T>(yargs: Argv<T>, column: string, inJson: string) {
  return yargs
    .option('filter', { describe: 'only rows that contain this text', type: 'string', requiresArg: true })
    .option('sort', {
      describe: `the column to sort by; a leading - reverses the order: --sort=-${column}`,
      type: 'string',
      requiresArg: true,
    })
    .option('limit', { describe: 'number of rows', type: 'number', default: shownRows })
    .option('json', { describe: inJson, type: 'boolean', default: false });
}
