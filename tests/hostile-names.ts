import { drawHeap } from '../testing/heap-builder.ts';

/** Names that a page must show as what they are: texts. Each of them is a class in the drawn heap. */
export const hostileNames = {
  script: '</script><script>window.owned = 1</script>',
  image: '<img src="x" onerror="window.owned = 2">',
  comment: '<!--<script>',
  quotes: `"'\`&amp;\\u003c`,
  emoji: '👩‍👩‍👧‍👦 🏳️‍🌈',
  rightToLeft: 'שלום \u202eabc',
  long: 'L'.repeat(10_000),
} as const;

/** What the strings of the drawn heap say, and no page may. */
export const secret = 'hunter2-is-the-password';

const captures = 4;
const perInterval = 60;

/** A heap in which a Map of each hostile class grows, in four captures. */
export function drawHostileHeap(folder: string): string[] {
  const heap = drawHeap((h) => {
    const owners = Object.values(hostileNames).map((name) => {
      const owner = h.object(name);
      const entries = h.map();
      owner.property(name, entries);
      h.root.property(name, owner);
      return { name, entries };
    });
    for (let capture = 0; capture < captures; capture++) {
      for (const { name, entries } of owners) {
        for (let i = 0; i < perInterval; i++) {
          entries.set(h.string(`${secret} ${capture}.${i}`, { size: 64 }), h.object(name, { size: 128 }));
        }
      }
      h.capture();
    }
  });
  return heap.writeTo(folder);
}
