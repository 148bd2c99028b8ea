import 'heaptrail/vitest';
import { expect, test } from 'vitest';
import { RememberingSessions, Sessions } from '../src/sessions.mjs';

/** One visit; each has an id of its own, as in production. */
function visit(sessions) {
  let visits = 0;
  return () => {
    const id = `session ${++visits}`;
    sessions.open(id);
    sessions.close(id);
  };
}

test('a closed session is forgotten', async () => {
  await expect(visit(new Sessions())).not.toLeak();
});

test('a closed session leaves no transcript', async () => {
  await expect(visit(new RememberingSessions())).not.toLeak();
});

test('a visit allocates no more than it did when this was written', async () => {
  await expect(visit(new Sessions())).toAllocateAtMost({ bytes: 4096 });
});
