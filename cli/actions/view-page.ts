import { resolve } from 'node:path';
import { openInBrowser } from '../output/open-in-browser.ts';
import { servePage } from '../output/serve-page.ts';
import { print } from '../output/terminal.ts';
import { type ExitCode, exitCode } from '../requests/exit-codes.ts';
import { untilInterrupted } from './interrupt.ts';
import { loadPageData, type PageChoices, pageNameFor, writePage } from './write-page.ts';

export interface ViewRequest extends PageChoices {
  readonly paths: readonly string[];
  /** The file to write; named after the source if absent. */
  readonly output: string | undefined;
  /** Serve it until interrupted instead of writing it. */
  readonly serve: boolean;
  /** Show it in the reader's browser. */
  readonly open: boolean;
}

/** Writes the page and prints where it is, or serves it until interrupted. */
export async function viewPage({ paths, output, serve, open, ...choices }: ViewRequest): Promise<ExitCode> {
  if (serve) return await serveUntilInterrupted(paths, choices, open);
  const file = resolve(output ?? pageNameFor(paths));
  await writePage(paths, file, choices);
  await print(`${file}\n`);
  if (open) await openInBrowser(file);
  return exitCode.noGrowth;
}

async function serveUntilInterrupted(
  paths: readonly string[],
  choices: PageChoices,
  open: boolean,
): Promise<ExitCode> {
  const data = await loadPageData(paths, choices);
  await untilInterrupted(async (signal) => {
    await servePage(data, signal, async (url) => {
      await print(`${url}\n`);
      if (open) await openInBrowser(url);
    });
  }, 'ending the server; press Ctrl-C again to quit now');
  return exitCode.noGrowth;
}
