import type { Browser, Page } from 'playwright-core';
import { UserError } from '../../format/user-error.ts';
import { browserFile } from './browser-file.ts';
import { findPlaywright } from './find-playwright.ts';
import { PageConnection } from './page-connection.ts';
import { PageSession } from './page-session.ts';
import { firstLine } from './page-words.ts';

export interface PageToOpen {
  readonly url: URL;
  /** The program of the browser, if it was named. */
  readonly browser: string | undefined;
}

/** Nothing of the browser itself may reach out, or work beside the page. */
const flags = [
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** One page in a browser of its own, without a window, in a profile that ends with it. */
export class OpenPage {
  readonly page: Page;
  readonly #browser: Browser;
  readonly #executable: string;

  private constructor(page: Page, browser: Browser, executable: string) {
    this.page = page;
    this.#browser = browser;
    this.#executable = executable;
  }

  /**
   * @throws UserError `usage` without Playwright or a browser, `no-browser` if it does not start, `load-failed` if the
   *   page cannot be loaded
   */
  static async open({ url, browser: named }: PageToOpen): Promise<OpenPage> {
    const playwright = await findPlaywright();
    const executablePath = browserFile(playwright, named);
    // Who started us decides what an interruption means.
    const ours = { handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false };
    const browser = await launch(() => playwright.chromium.launch({ executablePath, args: flags, ...ours }));
    try {
      const page = await (await browser.newContext()).newPage();
      await load(page, url);
      return new OpenPage(page, browser, executablePath);
    } catch (error) {
      await browser.close().catch(() => {});
      throw error;
    }
  }

  /** @throws ProbeError if the page does not answer */
  async connect(): Promise<PageConnection> {
    const page = this.page;
    const session = new PageSession(await page.context().newCDPSession(page));
    const connection = await PageConnection.create(session, {
      url: page.url(),
      executable: this.#executable,
      version: this.#browser.version(),
    });
    page.on('crash', () => connection.end('it crashed'));
    page.on('close', () => connection.end('it was closed'));
    this.#browser.on('disconnected', () => connection.end('its browser ended'));
    return connection;
  }

  /** Ends the browser. Never throws. */
  async close(): Promise<void> {
    await this.#browser.close().catch(() => {});
  }
}

async function launch(start: () => Promise<Browser>): Promise<Browser> {
  try {
    return await start();
  } catch (cause) {
    throw new UserError(
      'no-browser',
      `the browser did not start: ${firstLine(cause)}`,
      'start it by hand to see why, or name another one with --browser',
      { cause },
    );
  }
}

async function load(page: Page, url: URL): Promise<void> {
  let status: number | undefined;
  try {
    status = (await page.goto(url.href))?.status();
  } catch (cause) {
    throw notLoaded(url, firstLine(cause), cause);
  }
  if (status !== undefined && status >= 400)
    throw notLoaded(url, `the server answered with status ${status}`);
}

function notLoaded(url: URL, why: string, cause?: unknown): UserError {
  return new UserError(
    'load-failed',
    `${url.href} could not be loaded: ${why}`,
    'start its server first, and open the address in a browser to see it',
    { cause },
  );
}
