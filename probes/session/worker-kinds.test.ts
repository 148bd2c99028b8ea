import { expect, it } from 'vitest';
import { WorkerKinds } from './worker-kinds.ts';

const thread = (id: number, name: string, file = 'file:///pool.js') => ({ id, name, file });
const admitted = (answers: readonly boolean[]) => answers.filter((answer) => answer).length;
const numbers = (count: number) => Array.from({ length: count }, (_, i) => i + 1);

it('records eight threads of one kind', () => {
  const kinds = new WorkerKinds();
  expect(admitted(numbers(20).map((id) => kinds.admit(thread(id, `pool-${id}`), false)))).toBe(8);
  expect(kinds.admit(thread(21, 'mailer'), false)).toBe(true);
  expect(kinds.admit(thread(22, 'pool-22', 'file:///other.js'), false)).toBe(true);
  expect(kinds.leftOut).toBe(12);
});

it('records 32 threads in all', () => {
  const kinds = new WorkerKinds();
  const names = [...'abcdefgh'];
  expect(
    admitted(names.flatMap((name) => numbers(6).map((id) => kinds.admit(thread(id, name), false)))),
  ).toBe(32);
});

it('records four threads that appear later', () => {
  const kinds = new WorkerKinds();
  expect(kinds.admit(thread(1, 'first'), false)).toBe(true);
  expect(admitted(numbers(9).map((id) => kinds.admit(thread(id, 'x'.repeat(id)), true)))).toBe(4);
});

it('counts threads by what they run', () => {
  const kinds = new WorkerKinds();
  kinds.admit(thread(1, 'pool-1'), false);
  kinds.admit({ id: 2 }, false);
  for (const id of [3, 4, 5]) kinds.admit(thread(id, `pool-${id}`), true);
  kinds.end(thread(4, 'pool-4'));
  expect(kinds.counts).toEqual([
    { file: 'file:///pool.js', name: 'pool-1', atStart: 1, started: 3, ended: 1 },
    { atStart: 1, started: 0, ended: 0 },
  ]);
  expect(kinds.leftOut).toBe(0);
});
