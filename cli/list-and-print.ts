import { chooseRows, type Listing } from '../analyzer/inventory/listing.ts';
import { renderListing } from '../analyzer/inventory/listing-text.ts';
import { type Inventory, openInventory } from '../analyzer/inventory/open-inventory.ts';
import { openSource } from '../analyzer/recording/open-source.ts';
import { UserError } from '../format/user-error.ts';
import { type ExitCode, exitCode } from './exit-codes.ts';
import { print, wantsColors } from './terminal.ts';

export interface ListOptions {
  readonly source: readonly string[];
  readonly capture?: number | undefined;
  readonly filter?: string | undefined;
  readonly sort?: string | undefined;
  readonly limit: number;
  readonly json: boolean;
  readonly includeStrings: boolean;
}

/** Opens one capture, asks it one question, and prints the answer as a table or as JSON. */
export async function listAndPrint<Row>(
  options: ListOptions,
  question: (inventory: Inventory) => Listing<Row>,
): Promise<ExitCode> {
  requireCount('--limit', options.limit);
  if (options.capture !== undefined) requireCount('--capture', options.capture);
  const inventory = openInventory(openSource(options.source), options);
  try {
    const listing = question(inventory);
    const chosen = chooseRows(listing, options);
    const from = inventory.source.label;
    const text = options.json
      ? `${JSON.stringify({ capture: from, what: listing.what, ...chosen, notes: listing.notes ?? [] }, undefined, 2)}\n`
      : renderListing(listing, chosen, { colors: wantsColors(process.stdout), from });
    await print(text);
  } finally {
    inventory.close();
  }
  return exitCode.noGrowth;
}

function requireCount(option: string, value: number): void {
  if (Number.isSafeInteger(value) && value > 0) return;
  throw new UserError('usage', `${option} needs a whole number above 0`, `for example ${option} 20`);
}
