import type { CauseFinder } from './cause.ts';

/** A window is a whole realm with its document. */
export const windows: CauseFinder = {
  cause: {
    name: 'window',
    words: 'a window of jsdom or happy-dom is kept, with its document and all that its listeners reach',
    remedy:
      'find what outside the file refers to the window, a node or a listener of it; close windows that tests open themselves with window.close()',
  },
  fits: ({ className, path }) =>
    /^(Window|BrowserWindow|GlobalWindow|JSDOM|Document|HTMLDocument)$/.test(className) ||
    path.some(({ name }) => /^(Window|BrowserWindow|GlobalWindow|JSDOM)$/.test(name)),
};
