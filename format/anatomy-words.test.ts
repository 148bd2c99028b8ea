import { expect, it } from 'vitest';
import { anatomyLines } from './anatomy-words.ts';

it('tells an entry, its parts and its functions', () => {
  const lines = anatomyLines({
    name: 'Timeout',
    retained: 4403,
    properties: [],
    parts: [
      { path: 'session', name: 'Session', retained: 4200 },
      { path: '[]', name: 'Chunk', retained: 2048, count: 12 },
    ],
    functions: [{ role: 'timer callback', name: 'poll', location: 'src/agent.mjs:4' }],
  });
  expect(lines).toEqual([
    'Timeout, 4.3 KiB',
    'mostly `session` (Session, 4.1 KiB), `[]` (12 × Chunk, 2.0 KiB)',
    'keeps timer callback `poll` (src/agent.mjs:4)',
  ]);
});

it('an entry that is a function is told with its place, once', () => {
  const lines = anatomyLines({
    name: 'function onExit',
    retained: 1100,
    properties: [],
    parts: [],
    functions: [{ role: 'closure', name: 'onExit', location: 'src/agent.mjs:4' }],
  });
  expect(lines).toEqual(['function onExit (src/agent.mjs:4), 1.1 KiB']);
});

it('an unnamed function without a place is told by its module, and a class by its properties', () => {
  const lines = anatomyLines({
    name: 'Turn',
    retained: 100,
    properties: ['messages', 'tools'],
    parts: [],
    functions: [{ role: 'timer callback', name: '(anonymous)', module: 'the module with `schedule`' }],
  });
  expect(lines).toEqual([
    'Turn, 100 B, with `messages`, `tools`',
    'keeps timer callback in the module with `schedule`',
  ]);
});
