import { expect, it } from 'vitest';
import { share } from '../format/quantities.ts';
import { day, drawnCard, drawnInstance, drawnLeak, originOf, start } from './drawn-cards.ts';
import { renderFleetText } from './fleet-text.ts';
import { joinCards } from './join/join-cards.ts';

it('tells what leaks in how many processes, since when, and where to look', () => {
  const cards = ['a', 'b'].map((pod, at) =>
    drawnCard(originOf('2.0', `chat-${pod}`), [drawnLeak({ bytesPerHour: (70 + 10 * at) * 2 ** 20 })], {
      at: start + day,
      id: `report-${pod}`,
    }),
  );
  const instances = [
    drawnInstance(originOf('1.0', 'chat-old')),
    drawnInstance(originOf('2.0', 'chat-c'), { grows: true, since: start + day, at: start + day, pid: 99 }),
  ];
  expect(renderFleetText(joinCards({ cards, instances, unread: ['cards/x.json: id: Invalid type'] }))).toBe(
    `chat: 1 leak in 2.0, in 2 of 2 processes looked at
  leak[7f3a91c2]: Map \`sessions\` gains 2,000 entries per interval and never loses any
    held by  sessions  --> src/agent.mjs:16
    in 2 of 2 processes looked at in 2.0, 75.0 MiB/h (half of them 72.5 MiB/h to 77.5 MiB/h), 1 object per operation
    new since the version before: 2 of 2, before 0 of 1; that may be chance (${share(1 / 3)})
    first seen 2026-11-02 in 2.0, last 2026-11-02 in 2.0
    in  chat-b, chat-a
    page  reports/report-a/page.html
  1.0  since 2026-11-01: growth in 0 of 1 process looked at
  2.0  since 2026-11-02: growth in 2 of 2 processes looked at, 1 more seen
  look next at chat-c (pid 99): its memory grows, and no report says why

not read: cards/x.json: id: Invalid type
`,
  );
});

it('says no leak only of what was looked at', () => {
  const told = (instances: Parameters<typeof joinCards>[0]['instances']) =>
    renderFleetText(joinCards({ cards: [], instances, unread: [] })).split('\n')[0];
  const of = originOf('1.0', 'a');
  expect(told([drawnInstance(of)])).toBe('chat: no leak in 1.0, in none of 1 processes looked at');
  expect(told([drawnInstance(of, { at: start + 1 })])).toBe(
    'chat: not known in 1.0, no process was looked at for long enough (1 seen)',
  );
  expect(told([])).toBe('no reports yet');
});

it('tells what became faster, and what those that leak share', () => {
  const zoned = (version: string, at: number, zone: string) => ({
    ...originOf(version, `${version}-${at}`),
    'cloud.availability_zone': zone,
  });
  const leaking = (version: string, at: number, objectsPerOperation: number) =>
    drawnCard(zoned(version, at, 'b'), [drawnLeak({ objectsPerOperation })], {
      at: start + (version === '2.0' ? day : 0),
    });
  const cards = [1, 2, 3, 4].flatMap((at) => [leaking('1.0', at, 1), leaking('2.0', at, 2.5)]);
  const healthy = [5, 6, 7, 8].map((at) =>
    drawnInstance(zoned('2.0', at, 'a'), { since: start + day, at: start + 2 * day }),
  );
  const text = renderFleetText(joinCards({ cards, instances: healthy, unread: [] }));
  expect(text).toContain('    2.5 times faster than in the version before, by what each operation leaves\n');
  expect(text).toContain('    where cloud.availability_zone is b: 4 of 4, elsewhere 0 of 4\n');
});
