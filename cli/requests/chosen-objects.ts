import { UserError } from '../../format/user-error.ts';
import type { InventoryArguments } from './inventory-options.ts';

export interface ObjectsArguments extends InventoryArguments {
  readonly class: string | undefined;
  readonly 'held-by': string | undefined;
}

export interface ChosenObjects {
  readonly source: readonly string[];
  readonly what: { readonly class: string } | { readonly holder: string };
}

/**
 * The objects of a class, or what one object refers to. Without an option, the last word names the object, as it does
 * for `retainers`.
 * @throws UserError `usage`
 */
export function chosenObjects(args: Pick<ObjectsArguments, 'source' | 'class' | 'held-by'>): ChosenObjects {
  const { class: className, 'held-by': holder } = args;
  const source = args.source.map(String);
  if (className !== undefined && holder === undefined) return { source, what: { class: className } };
  if (holder !== undefined && className === undefined) return { source, what: { holder } };
  const subject = source.at(-1);
  if (className === undefined && subject !== undefined && source.length > 1)
    return { source: source.slice(0, -1), what: { holder: subject } };
  throw new UserError(
    'usage',
    'objects needs to know which ones',
    'name a class with --class CLASS, or one object: heaptrail objects RECORDING ID|PATH',
  );
}
