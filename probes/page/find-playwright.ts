import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type * as playwright from 'playwright-core';
import { UserError } from '../../format/user-error.ts';

export type Playwright = typeof playwright;

/**
 * What drives a browser, an optional peer: the reader's project has it, or it is not there. It is looked for in the folder
 * where the command was typed, which knows its version best, then beside this package.
 * @throws UserError `usage` if it is not installed
 */
export async function findPlaywright(): Promise<Playwright> {
  const here = createRequire(pathToFileURL(path.resolve('package.json')));
  try {
    return here('playwright-core');
  } catch {
    try {
      return await import('playwright-core');
    } catch (cause) {
      throw new UserError(
        'usage',
        '--page needs playwright-core, which is not installed here',
        'npm install --save-dev playwright-core',
        { cause },
      );
    }
  }
}
