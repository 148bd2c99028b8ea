import { chooseRows, type Listing } from '../../analyzer/inventory/listing.ts';
import { type Comparison, openComparison, requireEarlier } from '../../analyzer/inventory/open-comparison.ts';
import { type Inventory, openInventory } from '../../analyzer/inventory/open-inventory.ts';
import { openSource } from '../../analyzer/recording/open-source.ts';
import { renderListing } from '../../analyzer/report/listing-text.ts';
import { printableJson } from '../../format/printable.ts';
import { print, printText, wantsColors } from '../output/terminal.ts';
import { type ExitCode, exitCode } from '../requests/exit-codes.ts';
import type { ListRequest } from '../requests/list-request.ts';

/** Opens one capture, asks it one question, and prints the answer as a table or as JSON. */
export async function listAndPrint<Row>(
  options: ListRequest,
  question: (inventory: Inventory) => Listing<Row>,
): Promise<ExitCode> {
  const inventory = openInventory(openSource(options.source), options);
  try {
    if (options.since !== undefined) requireEarlier(inventory, options.since);
    await printListing(withLimits(question(inventory), inventory), inventory.source.label, options);
  } finally {
    inventory.close();
  }
  return exitCode.noGrowth;
}

/** Opens two captures, asks what became of the earlier one, and prints the answer. */
export async function compareAndPrint<Row>(
  options: ListRequest & { readonly since: number },
  question: (comparison: Comparison) => Listing<Row>,
): Promise<ExitCode> {
  const comparison = openComparison(openSource(options.source), options.since, options);
  try {
    await printListing(question(comparison), comparison.later.source.label, options);
  } finally {
    comparison.close();
  }
  return exitCode.noGrowth;
}

function withLimits<Row>(listing: Listing<Row>, { limits }: Inventory): Listing<Row> {
  return limits.length === 0 ? listing : { ...listing, notes: [...(listing.notes ?? []), ...limits] };
}

async function printListing<Row>(listing: Listing<Row>, from: string, options: ListRequest): Promise<void> {
  const chosen = chooseRows(listing, options);
  const { what, notes = [] } = listing;
  if (options.json) await print(`${printableJson({ capture: from, what, ...chosen, notes }, 2)}\n`);
  else await printText(renderListing(listing, chosen, { colors: wantsColors(process.stdout), from }));
}
