import { statSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from 'playwright-core';
import * as v from 'valibot';
import { UserError } from '../../format/user-error.ts';

/**
 * What `heaptrail check --page URL --script FILE` does in the page: the functions that FILE exports. Every `action` is
 * followed by its `back`, so that a page without leaks holds no more after many of them than after one.
 */
export interface Scenario {
  /** Once, after the page was loaded: sign in, go to the part of the page that is checked. */
  readonly setup?: (page: Page) => Promise<unknown>;
  /** What may leak: open a dialog, go to another view, play a game. */
  readonly action: (page: Page) => Promise<unknown>;
  /** Leaves the page as the action found it: close the dialog, go back. */
  readonly back?: (page: Page) => Promise<unknown>;
}

export type { Page } from 'playwright-core';

const step = v.custom<Scenario['action']>((value) => typeof value === 'function', 'is no function');
const shape = v.object({
  setup: v.exactOptional(step),
  action: step,
  back: v.exactOptional(step),
});

/** @throws UserError `no-such-file`, or `usage` with what is wrong with the file */
export async function readScenario(file: string): Promise<Scenario> {
  if (statSync(file, { throwIfNoEntry: false })?.isFile() !== true)
    throw new UserError('no-such-file', `${file} does not exist`, `write it first: ${example}`);
  const parsed = v.safeParse(shape, await exportsOf(file));
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  const name = String(issue.path?.[0].key);
  throw new UserError(
    'usage',
    issue.input === undefined ? `${file} exports no ${name}` : `${file}: ${name} ${issue.message}`,
    `export functions of a page: ${example}`,
  );
}

const example = "export async function action(page) { await page.click('#open') }";

async function exportsOf(file: string): Promise<object> {
  try {
    return { ...(await import(pathToFileURL(path.resolve(file)).href)) };
  } catch (cause) {
    const [first] = String(cause).split('\n');
    throw new UserError('usage', `${file} cannot be loaded: ${first}`, 'run it with node to see where', {
      cause,
    });
  }
}
