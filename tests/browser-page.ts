import { AxeBuilder } from '@axe-core/playwright';
import { type Browser, chromium, type Page } from 'playwright-core';
import { expect, inject } from 'vitest';
import { chromiumFlags } from '../scripts/ensure-chromium.mjs';

declare module 'vitest' {
  interface ProvidedContext {
    readonly chromium: string;
  }
}

export function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: inject('chromium'), args: [...chromiumFlags] });
}

export interface Look {
  readonly width?: number;
  readonly colorScheme?: 'light' | 'dark';
}

/** One page in a browser, and everything that went wrong in it. */
export class BrowserPage {
  readonly page: Page;
  /** Console errors, uncaught errors, and requests for anything but the page itself. */
  readonly problems: string[] = [];

  private constructor(page: Page, ownAddress: string) {
    this.page = page;
    page.on('pageerror', (error) => this.problems.push(`uncaught: ${error.message}`));
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning')
        this.problems.push(`console: ${message.text()}`);
    });
    page.on('request', (request) => {
      const url = request.url();
      if (!url.startsWith(ownAddress) && !url.startsWith('blob:')) this.problems.push(`request: ${url}`);
    });
    page.on('dialog', (dialog) => {
      this.problems.push(`dialog: ${dialog.message()}`);
      dialog.dismiss().catch(() => {});
    });
  }

  static async open(
    browser: Browser,
    address: string,
    hash: string,
    { width = 1280, colorScheme = 'light' }: Look = {},
  ): Promise<BrowserPage> {
    const context = await browser.newContext({
      viewport: { width, height: 900 },
      colorScheme,
      reducedMotion: 'reduce',
    });
    const opened = new BrowserPage(await context.newPage(), address);
    await opened.page.goto(`${address}${hash}`);
    await opened.drawn();
    return opened;
  }

  /** Waits until the screen that the address asks for is there. */
  async drawn(): Promise<void> {
    await this.page.locator('main:not([aria-busy]) h1').waitFor();
  }

  async goTo(hash: string): Promise<void> {
    // The old screen stays until the new one is drawn: it is marked, to be told from that.
    const moved = await this.page.evaluate(
      `document.querySelector('.screen').id = 'old'; [location.hash, location.hash = ${JSON.stringify(hash)}]`,
    );
    const [before, after] = moved as [string, string];
    if (before === after) await this.page.reload();
    await this.page.locator('.screen:not(#old) h1').waitFor();
    await this.drawn();
  }

  /** Waits until the address is such a one, and its screen is drawn. */
  async leadsTo(hash: RegExp): Promise<void> {
    await expect.poll(() => this.hash()).toMatch(hash);
    await this.drawn();
  }

  hash(): Promise<string> {
    return this.page.evaluate('location.hash');
  }

  async text(): Promise<string> {
    return (await this.page.locator('main').textContent()) ?? '';
  }

  /** By how many pixels the page is wider than its window. */
  overflow(): Promise<number> {
    return this.page.evaluate('document.documentElement.scrollWidth - innerWidth');
  }

  /** What axe finds against WCAG 2.2 A and AA, as short texts. */
  async accessibilityFaults(): Promise<string[]> {
    const { violations } = await new AxeBuilder({ page: this.page })
      .setLegacyMode(true)
      .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
      .analyze();
    return violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`,
    );
  }

  close(): Promise<void> {
    return this.page.context().close();
  }
}
