import { describe, expect, it } from 'vitest';
import { environmentIn, parsePs, processorTime } from './ps-text.ts';

describe('parsePs', () => {
  it('reads a line of Linux, and the command with its spaces', () => {
    const text =
      '   4711       1  1000  51200 1048576 Sl   00:00:02 Mon Nov 30 17:34:46 2026 node --inspect server.mjs --name a b\n';
    expect(parsePs(text)).toEqual([
      {
        pid: 4711,
        parent: 1,
        uid: 1000,
        rss: 51_200 * 1024,
        virtualSize: 1_048_576 * 1024,
        state: 'Sl',
        startedAt: Date.UTC(2026, 10, 30, 17, 34, 46),
        cpu: 2_000,
        command: 'node --inspect server.mjs --name a b',
      },
    ]);
  });

  it('reads a line of macOS', () => {
    const text =
      '  501     1   501  62352 444193552 S+    12:05.50 Sun Nov  1 07:04:05 2026     /opt/homebrew/bin/node a.js\n';
    expect(parsePs(text)).toMatchObject([
      {
        pid: 501,
        cpu: 725_500,
        startedAt: Date.UTC(2026, 10, 1, 7, 4, 5),
        command: '/opt/homebrew/bin/node a.js',
      },
    ]);
  });

  it('leaves out what is no process', () => {
    expect(parsePs('error: list of process IDs must follow -p\n')).toEqual([]);
  });
});

it.each([
  ['00:00:00', 0],
  ['01:02:03', 3_723_000],
  ['2-01:00:00', 176_400_000],
  ['123:04.56', 7_384_560],
])('takes %s as a time of the processor', (text, millis) => {
  expect(processorTime(text)).toBe(millis);
});

it('tells the environment from the command before it', () => {
  const text = 'node server.mjs A=1 HOME=/home/me NODE_OPTIONS=--inspect-port=9300 --no-warnings LANG=C\n';
  expect(environmentIn(text, 'node server.mjs A=1')).toEqual([
    'HOME=/home/me',
    'NODE_OPTIONS=--inspect-port=9300 --no-warnings',
    'LANG=C',
  ]);
  expect(environmentIn('another', 'node')).toEqual([]);
});
