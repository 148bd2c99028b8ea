import { describe, expect, it } from 'vitest';
import { parseAlert } from './alert-option.ts';

describe('parseAlert', () => {
  it.each([
    ['rss=2GB', { measure: 'rss', threshold: 2 ** 31 }],
    ['heap=800m', { measure: 'heap', threshold: 800 * 2 ** 20 }],
    ['share=80%', { measure: 'share', threshold: 0.8 }],
    ['left=2h', { measure: 'left', threshold: 7_200_000 }],
  ])('reads %s', (text, rule) => {
    expect(parseAlert(text)).toEqual({ text, ...rule });
  });

  it.each(['rss', 'rss=2', 'share=120%', 'share=0.8', 'left=2GB', 'cpu=90%', 'rss=', ''])(
    'refuses "%s"',
    (text) => {
      expect(() => parseAlert(text)).toThrow(/is not an? /);
    },
  );
});
