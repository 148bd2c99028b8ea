import { resolve } from 'node:path';
import { UserError } from '../../format/user-error.ts';
import { openInBrowser } from '../output/open-in-browser.ts';
import { servePage } from '../output/serve-page.ts';
import { print } from '../output/terminal.ts';
import { type ExitCode, exitCode } from '../requests/exit-codes.ts';
import { untilInterrupted } from './interrupt.ts';
import { loadPageData, type PageChoices, pageNameFor, writePage } from './write-page.ts';

export interface ViewOptions extends PageChoices {
  readonly output?: string | undefined;
  readonly serve?: boolean | undefined;
  readonly open?: boolean | undefined;
}

/** Writes the page and prints where it is, or serves it until interrupted. */
export async function viewPage(paths: readonly string[], options: ViewOptions): Promise<ExitCode> {
  if (options.serve) return await serveUntilInterrupted(paths, options);
  const file = resolve(options.output ?? pageNameFor(paths));
  await writePage(paths, file, options);
  await print(`${file}\n`);
  if (options.open) await openInBrowser(file);
  return exitCode.noGrowth;
}

async function serveUntilInterrupted(paths: readonly string[], options: ViewOptions): Promise<ExitCode> {
  if (options.output !== undefined) {
    throw new UserError('usage', '--serve writes no file', 'leave out either --serve or --output');
  }
  const data = await loadPageData(paths, options);
  await untilInterrupted(async (signal) => {
    await servePage(data, signal, async (url) => {
      await print(`${url}\n`);
      if (options.open) await openInBrowser(url);
    });
  }, 'ending the server; once more leaves at once');
  return exitCode.noGrowth;
}
