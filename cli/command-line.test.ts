import { expect, it } from 'vitest';
import { commands } from './command-line.ts';
import { commandNames } from './output/typed-command.ts';

it('texts can name every command as it is typed', () => {
  const names = commands.map(({ command }) => [command].flat()[0]!.split(' ')[0]);
  expect([...names, 'completion', 'help', '--help']).toEqual([...commandNames]);
});
