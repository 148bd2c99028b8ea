import { expect, it } from 'vitest';
import { oneNamed } from './named-target.ts';

const targets = [
  { pid: 11, command: ['node', '--enable-source-maps', '/srv/app/server.js', '--password=hunter2'] },
  { pid: 12, command: ['node', 'worker.mjs', '--watch', 'server.js'] },
  { pid: 13, command: ['node', '/srv/one/worker.mjs'] },
  { pid: 14, command: ['gateway', '--port', '80'] },
  { pid: 15, command: ['agent: 3 sessions'] },
];

it.each([
  ['server.js', 11],
  ['app/server.js', 11],
  ['/srv/app/server.js', 11],
  ['one/worker.mjs', 13],
  ['gateway', 14],
  ['agent:', 15],
])('finds the process that runs %s', (name, pid) => {
  expect(oneNamed(name, targets)).toBe(pid);
});

it('names all of several', () => {
  expect(() => oneNamed('worker.mjs', targets)).toThrow(
    expect.objectContaining({
      message: '2 processes run worker.mjs',
      next: 'give the pid of one: 12 (node worker.mjs --watch server.js), 13 (node /srv/one/worker.mjs)',
    }),
  );
});

it('suggests the nearest of those that run', () => {
  expect(() => oneNamed('sever.js', targets)).toThrow(
    expect.objectContaining({
      message: 'no Node or Bun process runs sever.js',
      next: 'did you mean --name server.js?',
    }),
  );
  expect(() => oneNamed('erver.js', targets.slice(1))).toThrow(
    expect.objectContaining({ next: 'heaptrail ps lists the processes' }),
  );
});
