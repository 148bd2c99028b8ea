import { Profile } from 'pprof-format';
import { expect, it } from 'vitest';
import { drawProfile } from '../../testing/drawn-profile.ts';
import { noOriginals } from '../graph/originals.ts';
import { encodePprof } from './pprof.ts';

it('tells pprof of every stack what is alive of each interval', () => {
  const first = [{ stack: 'main a', size: 100, ordinal: 1 }];
  const profiles = [
    drawProfile(first, { at: 1_000 }),
    drawProfile(
      [...first, { stack: 'main a', size: 70, ordinal: 2 }, { stack: 'main b push', size: 30, ordinal: 3 }],
      {
        at: 2_000,
      },
    ),
  ];

  const decoded = Profile.decode(encodePprof(profiles, noOriginals));
  const { strings } = decoded.stringTable;
  const text = (index: number | bigint) => strings[Number(index)];
  const functions = new Map(decoded.function.map((one) => [Number(one.id), one]));
  const stacks = decoded.sample.map(({ locationId, value, label }) => ({
    frames: locationId.map((id) => {
      const [line] = decoded.location.find((location) => location.id === id)!.line;
      return text(functions.get(Number(line.functionId))!.name);
    }),
    values: value.map(Number),
    labels: label.map(({ key, num }) => [text(key), Number(num)]),
  }));

  expect(decoded.sampleType.map(({ type, unit }) => [text(type), text(unit)])).toEqual([
    ['samples', 'count'],
    ['inuse_space', 'bytes'],
  ]);
  expect(stacks).toEqual([
    { frames: ['a', 'main'], values: [1, 100], labels: [['born', 0]] },
    { frames: ['a', 'main'], values: [1, 70], labels: [['born', 1]] },
    { frames: ['push', 'b', 'main'], values: [1, 30], labels: [['born', 1]] },
  ]);
  expect(decoded.function.map(({ filename }) => text(filename))).toEqual([
    '/app/main.mjs',
    '/app/main.mjs',
    '',
    '/app/main.mjs',
  ]);
  expect([Number(decoded.period), BigInt(decoded.timeNanos)]).toEqual([4096, 2_000_000_000n]);
});
