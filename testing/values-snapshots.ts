import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A program with sessions, of which some are closed, that takes two heap snapshots with numbers of itself. */
export const sessionsProgram = `
import { writeHeapSnapshot } from 'node:v8';
class User { constructor(n) { this.name = 'user ' + n; this.plan = n % 3 === 0 ? 'paid' : 'free'; } }
class Session {
  #secret = 7;
  messages = [];
  constructor(n, user) {
    this.id = n;
    this.open = n % 2 === 0;
    this.score = n + 0.25;
    this.started = 1_600_000_000_000.5 + n;
    this.user = user;
    for (let i = 0; i < n; i++) this.messages.push({ text: 'message ' + i + ' of ' + n });
  }
  secret() { return this.#secret; }
}
const users = new Map();
const sessions = new Map();
const body = Buffer.alloc(64);
const open = (n) => {
  const user = n % 5 === 0 ? null : (users.get(n) ?? new User(n));
  if (user !== null) users.set(n, user);
  sessions.set('session ' + n, new Session(n, user));
};
const long = Buffer.alloc(20_000, 'x').toString('latin1');
globalThis.keep = () => [sessions, users, body, long, open];
for (let n = 0; n < 24; n++) open(n);
writeHeapSnapshot(process.argv[2], { exposeNumericValues: true });
for (let n = 24; n < 30; n++) open(n);
writeHeapSnapshot(process.argv[3], { exposeNumericValues: true });
`;

/** Runs it with this Node, or another one. */
export function takeValuesSnapshots(folder: string, node: string = process.execPath): string[] {
  const program = join(folder, 'sessions.mjs');
  writeFileSync(program, sessionsProgram);
  const files = [1, 2].map((number) => join(folder, `${number}.heapsnapshot`));
  execFileSync(node, [program, ...files], { stdio: 'pipe' });
  return files;
}
