import type { JSHandle, Page } from 'playwright-core';

/** Methods of a page that give handles: DevTools keeps what they name alive until the handle is disposed of. */
const givesHandles = [
  '$',
  '$$',
  'waitForSelector',
  'waitForFunction',
  'evaluateHandle',
  'addScriptTag',
] as const;

type Give = (...args: readonly unknown[]) => Promise<unknown>;

/**
 * What a script looks up in the page would stay there because of the script, and not because of the page. After each
 * repetition it is given back.
 */
export class LookedUpHandles {
  #handles: JSHandle[] = [];

  constructor(page: Page) {
    const methods = page as unknown as Record<string, Give>;
    for (const name of givesHandles) {
      const give = methods[name].bind(page);
      methods[name] = async (...args) => {
        const given = await give(...args);
        for (const each of Array.isArray(given) ? given : [given])
          if (isHandle(each)) this.#handles.push(each);
        return given;
      };
    }
  }

  /** Never throws: a document that is gone has taken them with it. */
  async giveBack(): Promise<void> {
    const handles = this.#handles;
    this.#handles = [];
    await Promise.all(handles.map((handle) => handle.dispose().catch(() => {})));
  }
}

function isHandle(value: unknown): value is JSHandle {
  return typeof value === 'object' && value !== null && 'dispose' in value && 'jsonValue' in value;
}
