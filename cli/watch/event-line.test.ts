import { describe, expect, it } from 'vitest';
import type { WatchEvent } from '../../format/watch-event.ts';
import { eventLine } from './event-line.ts';

const at = new Date(2026, 0, 31, 21, 5, 9).getTime();
const mebi = 1 << 20;
const line = (event: WatchEvent) => eventLine(event, at);

describe('eventLine', () => {
  it.each<readonly [WatchEvent, string]>([
    [
      {
        at,
        event: 'started',
        pid: 42,
        runtime: 'node',
        version: '20.20.2',
        command: 'node server.js',
        folder: '/var/w',
        notes: ['joined'],
      },
      '21:05:09  started   watching 42: node server.js (node 20.20.2); recordings in /var/w; joined',
    ],
    [
      {
        at,
        event: 'sample',
        pid: 42,
        memory: { at, rss: 200 * mebi, heapUsed: 50 * mebi, external: 2 * mebi },
        samples: 12,
        every: 1_000,
        ours: 60 * mebi,
      },
      "21:05:09  memory    resident 200 MiB (60.0 MiB left from heaptrail's captures), heap 50.0 MiB, external 2.0 MiB",
    ],
    [
      {
        at,
        event: 'growth',
        pid: 42,
        problem: 'retained-objects',
        sentence: 'the heap grows 5.0 MiB/h',
        confidence: 0.87,
        timeLeft: [{ limit: 'heap limit', room: mebi, left: 7_200_000 }],
      },
      '21:05:09  growth    the heap grows 5.0 MiB/h (87 % confidence); heap limit reached in about 2 h',
    ],
    [
      { at, event: 'alert', pid: 42, rule: 'rss=1g', sentence: 'resident memory is high', value: 1 },
      '21:05:09  alert     resident memory is high (rss=1g)',
    ],
    [
      {
        at,
        event: 'capture',
        pid: 42,
        cause: 'it grows',
        recording: '/var/w/look-42',
        captures: 4,
        pause: 1_500,
        size: 80 * mebi,
        verdict: { outcome: 'growth', sentence: 'Map `rows` gains entries', confidence: 0.95 },
        page: '/var/w/look-42/page.html',
      },
      '21:05:09  look      Map `rows` gains entries (95 % confidence); 4 captures, 2 s pause; /var/w/look-42/page.html',
    ],
    [
      {
        at,
        event: 'capture',
        pid: 42,
        cause: 'it grows',
        recording: '/var/w/look-42',
        captures: 1,
        pause: 150,
        size: mebi,
        failure: 'out of memory',
      },
      '21:05:09  look      no verdict: out of memory; 1 capture, 150 ms pause; /var/w/look-42',
    ],
    [
      { at, event: 'refused', pid: 42, cause: 'it grows', reason: 'too slow', retryAt: at + 120_000 },
      '21:05:09  refused   no close look: too slow; next try in 2 min (for: it grows)',
    ],
    [
      { at, event: 'refused', pid: 42, cause: 'it grows', reason: 'too slow', instead: 'visits' },
      '21:05:09  refused   visits in place of captures: too slow (for: it grows)',
    ],
    [
      {
        at,
        event: 'capture',
        pid: 42,
        cause: 'it grows',
        recording: '/var/w/look-42',
        captures: 0,
        visits: 7,
        pause: 40,
        size: 0,
        verdict: { outcome: 'growth', sentence: 'Map `rows` gains entries', confidence: 0.85 },
      },
      '21:05:09  look      Map `rows` gains entries (85 % confidence); 7 visits, 40 ms pause; /var/w/look-42',
    ],
    [
      { at, event: 'refused', pid: 42, cause: 'attaching', reason: 'it is stopped' },
      '21:05:09  refused   cannot attach to 42: it is stopped',
    ],
    [
      { at, event: 'lost', pid: 42, reason: 'process 42 ended by itself' },
      '21:05:09  lost      process 42 ended by itself',
    ],
    [
      { at, event: 'restarted', pid: 43, before: 42 },
      '21:05:09  restarted 43 runs the command now, after 42',
    ],
    [
      { at, event: 'ledger-failed', pid: 42, reason: 'no space', retryAt: at + 60_000 },
      '21:05:09  disk      memory samples are not written: no space; next try in 1 min',
    ],
    [
      { at, event: 'delivery-failed', to: 'https://x', of: 'alert', reason: 'refused' },
      '21:05:09  delivery  https://x did not get the alert: refused',
    ],
    [{ at, event: 'ended', reason: 'it was stopped' }, '21:05:09  ended     it was stopped'],
  ])('reads %j', (event, text) => {
    expect(line(event)).toBe(text);
  });

  it('keeps control characters of a program away from the terminal', () => {
    const event = { at, event: 'lost', pid: 42, reason: 'a\u001b]0;T\u0007\n::error::b\u202ec' } as const;
    expect(line(event)).toBe('21:05:09  lost      a ]0;T  ::error::b c');
  });
});
