import { describe, expect, it } from 'vitest';
import { Moments } from './moments.ts';

const iso = (at: number | undefined) => (at === undefined ? undefined : new Date(at).toISOString());

describe('the moment that a text names', () => {
  it.each([
    ['ISO 8601', '2026-06-28T09:21:52.123Z memory:periodic', '2026-06-28T09:21:52.123Z'],
    ['with an offset', '2026-06-28T18:21:52+0900 x', '2026-06-28T09:21:52.000Z'],
    ['without a zone, as UTC', '[2026-06-28 09:21:52,123] INFO', '2026-06-28T09:21:52.123Z'],
    ['date(1)', 'Sun Jun 28 09:21:52 UTC 2026', '2026-06-28T09:21:52.000Z'],
    ['date(1) with halves of a day', 'Sun Jun 28 09:21:52 PM JST 2026', '2026-06-28T21:21:52.000Z'],
    ['an epoch in seconds', '1782638512 45672', '2026-06-28T09:21:52.000Z'],
    ['an epoch in milliseconds', '[1782638512123] rss', '2026-06-28T09:21:52.123Z'],
  ])('%s', (_, text, wanted) => {
    expect(iso(new Moments().find(text))).toBe(wanted);
  });

  it('is none if there is none', () => {
    expect(new Moments().find('memory:periodic')).toBeUndefined();
    expect(new Moments().find('took 00:12 at 10.0.0.1:80:80')).toBeUndefined();
  });

  it('goes on past midnight where only the time of day is written', () => {
    const moments = new Moments();
    const [before, after] = ['11:59:50 PM', '12:00:10 AM'].map((text) => moments.find(text)!);
    expect(after - before).toBe(20_000);
  });

  it('goes on past New Year in syslog, and back where a line is only late', () => {
    const moments = new Moments();
    const read = (text: string) => moments.find(`${text} host app[1]: x`)!;
    const eve = read('Dec 31 23:59:50');
    expect(read('Dec 31 23:59:40') - eve).toBe(-10_000);
    expect(read('Jan  1 00:00:10') - eve).toBe(20_000);
  });
});

describe('a cell that is a time', () => {
  it.each([
    ['seconds', 1_782_638_512, undefined, '2026-06-28T09:21:52.000Z'],
    ['milliseconds', 1_782_638_512_123, undefined, '2026-06-28T09:21:52.123Z'],
    ['microseconds as journald writes them', '1782638512123000', undefined, '2026-06-28T09:21:52.123Z'],
    ['a small number with its unit', 90, 's' as const, '1970-01-01T00:01:30.000Z'],
    ['a small number without one', 90, undefined, undefined],
  ])('%s', (_, cell, unit, wanted) => {
    expect(iso(new Moments().read(cell, unit))).toBe(wanted);
  });
});
