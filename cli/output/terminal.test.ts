import { describe, expect, it } from 'vitest';
import { wantsColors } from './terminal.ts';

describe('colors', () => {
  const terminal = { isTTY: true };
  it.each([
    ['on a terminal', terminal, {}, true],
    ['not in a pipe', {}, {}, false],
    ['not on a dumb terminal', terminal, { TERM: 'dumb' }, false],
    ['not with NO_COLOR', terminal, { NO_COLOR: '1' }, false],
    ['with an empty NO_COLOR, which is none', terminal, { NO_COLOR: '' }, true],
    ['with FORCE_COLOR in a pipe', {}, { FORCE_COLOR: '1' }, true],
    ['not with FORCE_COLOR=0', terminal, { FORCE_COLOR: '0' }, false],
    ['not where both are set', terminal, { NO_COLOR: '1', FORCE_COLOR: '1' }, false],
  ])('%s', (_, stream, environment, wanted) => {
    expect(wantsColors(stream, environment)).toBe(wanted);
  });
});
