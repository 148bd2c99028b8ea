import type { Page } from 'playwright-core';
import type { Millis } from '../../format/units.ts';

/** What is soon over, as a transition, is waited for until the page has nothing to do, or for so long. */
const idleAfter: Millis = 1_000;

const stateExpression = `new Promise((resolve) => {
  requestIdleCallback(() => resolve([location.href, document.querySelectorAll('*').length]), { timeout: ${idleAfter} });
})`;

/** How a page looks between repetitions: if it is left as it was found, always the same. */
export class PageState {
  readonly #page: Page;
  #documents = 0;
  #last: { readonly url: string; readonly elements: number } | undefined;

  constructor(page: Page) {
    this.#page = page;
    page.on('domcontentloaded', () => {
      this.#documents += 1;
    });
  }

  /** How many times another document took the place of the one that was there at first. */
  get documents(): number {
    return this.#documents;
  }

  /**
   * Waits until the page has nothing to do.
   * @returns what has changed since the last time, in words
   */
  async differences(repetitions: number): Promise<readonly string[]> {
    const [url, elements] = await this.#page.evaluate<readonly [string, number]>(stateExpression);
    const last = this.#last;
    this.#last = { url, elements };
    if (last === undefined) return [];
    const more = elements - last.elements;
    return [
      ...(more >= repetitions ? [`the page shows ${more} more elements than before: ${undone}`] : []),
      ...(url === last.url ? [] : [`the page is at ${url} and was at ${last.url}: ${undone}`]),
    ];
  }
}

const undone = '`back` may not undo what `action` does';
