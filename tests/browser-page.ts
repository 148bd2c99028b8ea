import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
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

interface Violation {
  readonly id: string;
  readonly nodes: readonly string[];
}

// Put into each page once: to the package's own builder every look at a screen costs a second on a busy machine.
const axeSource = readFileSync(
  createRequire(createRequire(import.meta.url).resolve('@axe-core/playwright')).resolve(
    'axe-core/axe.min.js',
  ),
  'utf8',
);
const axeContext = { include: [['html']], exclude: [['tbody tr:nth-child(n + 16)']] };
const axeOptions = {
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
  resultTypes: ['violations'],
};

/** Windows that were left, to be used again: a new one takes three processes and half a second of their work. */
const windows = new WeakMap<Browser, Page[]>();

async function windowOf(browser: Browser): Promise<Page> {
  return windows.get(browser)?.pop() ?? (await (await browser.newContext()).newPage());
}

/** Nothing of what was done in it is left for who comes next. */
async function leave(page: Page): Promise<void> {
  await page.evaluate('localStorage.clear()');
  page.removeAllListeners();
  await page.goto('about:blank');
  const browser = page.context().browser()!;
  windows.set(browser, [...(windows.get(browser) ?? []), page]);
}

/** One page in a browser, and everything that went wrong in it. */
export class BrowserPage {
  readonly page: Page;
  /** Console errors, uncaught errors, and requests for anything but the page itself. */
  readonly problems: string[] = [];
  #hasAxe = false;

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
    const page = await windowOf(browser);
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ media: null, colorScheme, reducedMotion: 'reduce' });
    const opened = new BrowserPage(page, address);
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
    if (before === after) {
      await this.page.reload();
      this.#hasAxe = false;
    }
    await this.page.locator('.screen:not(#old) h1').waitFor();
    await this.drawn();
  }

  /** Waits until the address is such a one, and its screen is drawn. */
  async leadsTo(hash: RegExp): Promise<void> {
    await expect.poll(() => this.hash()).toMatch(hash);
    // The page hears of its new address in a task of its own: until then, the old screen is drawn.
    await this.page.evaluate('new Promise((resolve) => setTimeout(resolve, 50))');
    await this.drawn();
  }

  resize(width: number): Promise<void> {
    return this.page.setViewportSize({ width, height: 900 });
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

  /** Tables that are wider than their place, by their names. */
  cutTables(): Promise<string[]> {
    return this.page.evaluate(
      `[...document.querySelectorAll('main :has(> table.data)')]
        .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth + 1)
        .map((place) => place.getAttribute('aria-label'))`,
    );
  }

  /**
   * What axe finds against WCAG 2.2 A and AA, as short texts. Of long tables the first rows stand for all. Contrast
   * takes most of the time, and depends on styles rather than on data.
   */
  async accessibilityFaults({ contrast = true } = {}): Promise<string[]> {
    if (!this.#hasAxe) await this.page.evaluate(axeSource);
    this.#hasAxe = true;
    const violations = await this.page.evaluate<readonly Violation[]>(
      `axe.run(${JSON.stringify(axeContext)}, ${JSON.stringify({ ...axeOptions, rules: { 'color-contrast': { enabled: contrast } } })}).then(({ violations }) =>
        violations.map(({ id, nodes }) => ({ id, nodes: nodes.map(({ html }) => html.slice(0, 120)) })))`,
    );
    return violations.map(({ id, nodes }) => `${id}: ${nodes.join(' | ')}`);
  }

  close(): Promise<void> {
    return leave(this.page);
  }
}
