import { serialize } from 'node:v8';
import { expect, it } from 'vitest';
import { hear } from './worker-messages.ts';

function heardOf(...messages: readonly unknown[]): string[] {
  const heard: string[] = [];
  for (const message of messages) {
    hear(message, {
      queued: (file) => heard.push(`queued ${file}`),
      collected: () => heard.push('collected'),
      over: () => heard.push('over'),
    });
  }
  return heard;
}

const queued = { t: 'q', m: 'onQueued', a: [{ filepath: '/app/a.test.ts' }] };
const collected = { t: 'q', m: 'onCollected', a: [[{ filepath: '/app/a.test.ts' }]] };
const finished = { type: 'testfileFinished', __vitest_worker_response__: true };
const others = [
  { t: 'q', m: 'onTaskUpdate', a: [] },
  { type: 'started', __vitest_worker_response__: true },
];

it('hears how far a worker of vitest is, in either form', () => {
  const messages = [others[1], queued, collected, others[0], finished];
  const all = ['queued /app/a.test.ts', 'collected', 'over'];
  expect(heardOf(...messages)).toEqual(all);
  expect(heardOf(...messages.map((message) => serialize(message)))).toEqual(all);
});

it('hears that a worker of jest is through with a file', () => {
  // Its memory, a good end, a bad end, a custom message.
  expect(heardOf([4], [0, {}], [1, 'Error'], [3, {}])).toEqual(['over', 'over']);
});

it('takes nothing else for a message', () => {
  expect(heardOf('text', undefined, null, 1, Buffer.from('onQueued, but no message'))).toEqual([]);
});
