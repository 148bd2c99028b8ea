import { expect, it } from 'vitest';
import { commandNames } from '../analyzer/terminal/typed-command.ts';
import { commands } from './command-line.ts';

it('texts can name every command as it is typed', () => {
  const names = commands.map(({ command }) => [command].flat()[0]!.split(' ')[0]);
  expect([...names, 'completion', 'help', '--help']).toEqual([...commandNames]);
});
