import { expect, it } from 'vitest';
import { asTyped, typedCommand } from './typed-command.ts';

it.each([
  ['/usr/local/bin/heaptrail', 'heaptrail'],
  ['/home/me/.npm/_npx/0f3a/node_modules/.bin/heaptrail', 'npx heaptrail'],
  ['/home/me/project/node_modules/.bin/heaptrail', 'npx heaptrail'],
  ['/home/me/project/node_modules/heaptrail/dist/cli/main.js', 'npx heaptrail'],
  ['C:\\project\\node_modules\\heaptrail\\dist\\cli\\main.js', 'npx heaptrail'],
  ['/home/me/project/dist/cli/main.js', 'node dist/cli/main.js'],
  ['/home/me/heaptrail/dist/cli/main.js', 'node ../heaptrail/dist/cli/main.js'],
  ["/home/me/my tools'/dist/cli/main.js", "node '../my tools'\\''/dist/cli/main.js'"],
])('%s is typed as %s', (script, typed) => {
  expect(typedCommand(script, '/home/me/project')).toBe(typed);
});

it.each([
  ['run: heaptrail attach PID', 'run: npx heaptrail attach PID'],
  ['`heaptrail ps` lists them', '`npx heaptrail ps` lists them'],
  ['see heaptrail --help', 'see npx heaptrail --help'],
  ['as root `nsenter -n heaptrail attach 5`', 'as root `nsenter -n npx heaptrail attach 5`'],
])('%s is a command', (text, typed) => {
  expect(asTyped(text, 'npx heaptrail')).toBe(typed);
});

it.each([
  'run heaptrail as root',
  'heaptrail records into a folder',
  'heaptrail pspdf',
  'npx heaptrail ps',
  '/srv/heaptrail attach.log',
  'agent.heaptrail view',
])('%s names no command to change', (text) => {
  expect(asTyped(text, 'npx heaptrail')).toBe(text);
});
