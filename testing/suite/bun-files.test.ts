import { expect, it } from 'vitest';
import { BunFiles } from './bun-files.ts';

it('counts what a file leaves from its first test until the next file is asked for', () => {
  const looks = [
    { heapSize: 1_000, objectTypeCounts: { Map: 5 } },
    { heapSize: 9_000, objectTypeCounts: { Map: 4, Session: 80 } },
    // The modules of the second file came in between.
    { heapSize: 20_000, objectTypeCounts: { Map: 4, Session: 80, Function: 90 } },
    { heapSize: 19_000, objectTypeCounts: { Map: 4, Session: 80, Function: 90 } },
  ];
  const files = new BunFiles(() => looks.shift()!);
  files.enter('a.test.ts');
  files.enter('a.test.ts');
  files.leave();
  files.leave();
  files.enter('b.test.ts');
  files.leave();
  expect(files.found).toMatchObject([
    { file: 'a.test.ts', bytes: 8_000, gains: { Session: 80 } },
    { file: 'b.test.ts', bytes: 0, gains: {} },
  ]);
});
