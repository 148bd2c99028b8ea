import { mkdirSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { ScratchFolder } from '../../testing/scratch-folder.ts';
import { linkPlaces, wantsLinks } from './hyperlinks.ts';

describe('places are links', () => {
  it.each([
    ['in iTerm', { TERM_PROGRAM: 'iTerm.app' }, true],
    ['in a terminal of VS Code', { TERM_PROGRAM: 'vscode' }, true],
    ['in GNOME Terminal', { VTE_VERSION: '7006' }, true],
    ['in the first VTE that can', { VTE_VERSION: '5001' }, true],
    ['in an older VTE', { VTE_VERSION: '5000' }, false],
    ['in Windows Terminal', { WT_SESSION: 'a-b-c' }, true],
    ['in kitty', { TERM: 'xterm-kitty' }, true],
    ['in a terminal that is not known', { TERM: 'xterm-256color' }, false],
    ['in Terminal.app', { TERM_PROGRAM: 'Apple_Terminal' }, false],
    ['in tmux', { TERM: 'tmux-256color', WT_SESSION: 'a' }, false],
    ['in CI', { TERM_PROGRAM: 'vscode', CI: 'true' }, false],
    ['in CI that asks for them', { CI: 'true', FORCE_HYPERLINK: '1' }, true],
    ['where they are not wanted', { TERM_PROGRAM: 'vscode', FORCE_HYPERLINK: '0' }, false],
  ])('%s', (_, environment, expected) => {
    expect(wantsLinks({ isTTY: true }, environment)).toBe(expected);
  });

  it('and not in a pipe', () => {
    expect(wantsLinks({}, { TERM_PROGRAM: 'vscode' })).toBe(false);
  });
});

describe('a link', () => {
  const scratch = new ScratchFolder();
  afterAll(() => scratch.remove());
  mkdirSync(join(scratch.path, 'src/deep'), { recursive: true });
  for (const file of ['src/deep/a.mjs', 'b.ts']) writeFileSync(join(scratch.path, file), '');
  const url = (file: string) => `file://${hostname().toLowerCase()}${join(scratch.path, file)}`;
  const linked = (file: string, text: string) => `\x1b]8;;${url(file)}\x1b\\${text}\x1b]8;;\x1b\\`;

  it.each([
    ['src/deep/a.mjs:16', 'src/deep/a.mjs'],
    ['src/deep/a.mjs:16:4', 'src/deep/a.mjs'],
    ['b.ts', 'b.ts'],
    [join(scratch.path, 'b.ts:3'), 'b.ts'],
  ])('is %s', (place, file) => {
    expect(linkPlaces(`  --> ${place} (x), y`, scratch.path, {})).toBe(`  --> ${linked(file, place)} (x), y`);
  });

  it('leaves colors alone', () => {
    const text = '\x1b[36mb.ts:3\x1b[39m';
    expect(linkPlaces(text, scratch.path, {})).toBe(`\x1b[36m${linked('b.ts', 'b.ts:3')}\x1b[39m`);
  });

  it.each(['src/other.mjs:3', 'node:events:219', 'x/b.ts:3', 'b.tsunami', 'a.b.ts', 'https://b.ts'])(
    'is not made of %s',
    (text) => {
      expect(linkPlaces(text, scratch.path, {})).toBe(text);
    },
  );

  it('has the line where the terminal opens files at lines', () => {
    expect(linkPlaces('b.ts:3', scratch.path, { KITTY_WINDOW_ID: '1' })).toContain(`${url('b.ts')}#3\x1b\\`);
  });
});
