import { parseSize } from '../../format/size.ts';
import type { Bytes } from '../../format/units.ts';
import { UserError } from '../../format/user-error.ts';

/** How many recordings stay in a folder, and how much of the disk they may take together. */
export interface Keeping {
  readonly recordings: number;
  readonly size: Bytes;
}

const everything: Keeping = { recordings: Infinity, size: Infinity };
/** A recording of a small server is some 40 MB: ten of them let a day of work be compared. */
const usual: Keeping = { recordings: 10, size: 10 * 2 ** 30 };

export const keepOption = {
  type: 'string',
  requiresArg: true,
  describe:
    'keep only the newest recordings made without --out in this folder: 5, 2GB or all (default: 10, up to 10GB)',
} as const;

/**
 * `5`, `2GB`, `all`.
 * @throws UserError `usage`
 */
export function parseKeep(text: string | undefined): Keeping {
  if (text === undefined) return usual;
  if (text === 'all') return everything;
  if (/^[1-9]\d*$/.test(text)) return { recordings: Number(text), size: Infinity };
  if (/\d\s?[kmgtb]/i.test(text)) return { recordings: Infinity, size: parseSize(text) };
  throw new UserError(
    'usage',
    `--keep ${text} is neither a number of recordings nor a size`,
    'write it as 5, 2GB or all',
  );
}
