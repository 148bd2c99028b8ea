import { expect, it } from 'vitest';
import { askingForHelp } from './asked-for-help.ts';

it.each([
  ['help attach', 'attach --help'],
  ['help', '--help'],
  ['attach --help', 'attach --help'],
  ['attach 1 -h', 'attach 1 -h'],
  ['record -- node server.js --help', 'record -- node server.js --help'],
])('%s is %s', (typed, words) => {
  expect(askingForHelp(typed.split(' '))).toEqual(words.split(' '));
});

it.each(['help atach', 'atach --help', 'atach -h'])('%s is the mistyped command alone', (typed) => {
  expect(askingForHelp(typed.split(' '))).toEqual(['atach']);
});
