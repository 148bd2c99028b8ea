import { expect, it } from 'vitest';
import { day, drawnCard, drawnInstance, drawnLeak, originOf, start } from '../drawn-cards.ts';
import { joinCards } from '../join/join-cards.ts';
import { fleetPage } from './fleet-page.ts';

const madeAt = Date.UTC(2026, 10, 3, 9, 30);
const style = '.fleet { color: red }';

it('shows each version, what leaks, what changed, and where to look next', () => {
  const leaking = ['a', 'b', 'c'].map((pod, at) =>
    drawnCard(originOf('2.0', pod), [drawnLeak({ bytesPerHour: (70 + at) * 2 ** 20 })], { at: start + day }),
  );
  const instances = [
    ...['d', 'e', 'f'].map((pod) => drawnInstance(originOf('1.0', pod))),
    drawnInstance(originOf('2.0', 'g'), { grows: true, since: start + day, at: start + day, pid: 99 }),
  ];
  const page = fleetPage(joinCards({ cards: leaking, instances, unread: [] }), { style, madeAt });
  expect(page).toContain('<title>chat · heaptrail</title>');
  expect(page).toContain('3 reports, read 2026-11-03 09:30 UTC');
  expect(page).toContain('Look next at <strong>g</strong> (pid 99)');
  expect(page).toContain('<li>new since the version before</li>');
  expect(page).toContain('<td class="number">71.0 MiB/h</td>');
  expect(page).toContain(`<a href="reports/${leaking[0]!.id}/page.html">`);
  expect(page).toMatch(/<summary>3 processes, the fastest first<\/summary>\s*<p>c, b, a<\/p>/);
});

it('runs nothing, loads nothing, and takes names for text', () => {
  const evil = '"><script>alert(1)</script>';
  const cards = [
    drawnCard(originOf(evil, evil, evil), [drawnLeak({ title: evil, holder: evil, place: evil })]),
  ];
  const page = fleetPage(joinCards({ cards, instances: [], unread: [evil] }), { style, madeAt });
  expect(page).not.toContain('<script');
  expect(page).toMatch(/content="default-src &#39;none&#39;; style-src &#39;sha256-[\w+/=]+&#39;; base-uri/);
});
