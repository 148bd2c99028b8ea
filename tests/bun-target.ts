import { randomUUID } from 'node:crypto';

/** Programs for Bun, which `LiveTarget` runs with `bun -e`. */

/** Leaks a Session in a Map for each operation that it counts, and says so in its exit code. */
export const leak = `
  class Session { constructor(id) { this.id = id; this.notes = new Map([['of ' + id, { id }]]); } }
  globalThis.sessions = new Map();
  globalThis.served = 0;
  setInterval(() => { served += 1; sessions.set('session ' + served, new Session(served)); }, 5);
  process.on('SIGTERM', () => process.exit(7));
  console.log('ready');
`;

export const idle = `setInterval(() => {}, 1000); console.log('ready')`;

/** The environment that prepares a Bun process to be attached to. */
export function prepared(): { readonly BUN_INSPECT: string } {
  return { BUN_INSPECT: `ws://127.0.0.1:0/${randomUUID()}` };
}
