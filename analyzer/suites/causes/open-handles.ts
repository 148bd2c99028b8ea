import type { CauseFinder } from './cause.ts';

/** The event loop holds what it waits for. */
export const openHandles: CauseFinder = {
  cause: {
    name: 'open handle',
    words: 'a handle that is still open holds its listeners and their scopes',
    remedy: 'close the server, socket, watcher or child process in afterAll',
  },
  fits: ({ path }) =>
    path.some(({ name }) =>
      /^(Server|Socket|TLSSocket|ChildProcess|FSWatcher|StatWatcher|Agent|Worker|MessagePort)$/.test(name),
    ),
};
