import type { Walker } from '../../visits/walker.ts';

/**
 * Walks through things of its own before the program stands for the first walk: JavaScriptCore compiles what has run,
 * and the first run takes ten times as long. Handed over as text, as the walker is.
 */
export function rehearse(walker: Walker): void {
  const rounds = 12;
  const each = 12;
  const root = JSON.stringify([{ path: [['', '', 'module']], rank: 0, scope: 'rehearsal' }]);
  const part = (i: number) => ({ i, name: `part ${i}`, next: undefined as unknown, run: () => i });
  const parts: unknown[] = [];
  const byKey = new Map<unknown, unknown>();
  const all = new Set<unknown>();
  const table: Record<string, unknown> = {};
  let head = part(0);
  for (let i = 0; i < each; i += 1) {
    const made = part(i);
    made.next = head;
    head = made;
    parts[i] = made;
    byKey.set(made, part(i));
    all.add(part(i));
    table[`entry ${i}`] = part(i);
  }
  const variables = { parts, byKey, all, table, head, bytes: new Uint8Array(4_096), text: 'x'.repeat(2_048) };
  for (let round = 0; round < rounds; round += 1) {
    walker.begin();
    walker.walk([variables], root);
    walker.unopened();
    walker.measure();
    // What grows is looked at more closely.
    parts[parts.length] = part(round);
    byKey.set(round, part(round));
  }
}
