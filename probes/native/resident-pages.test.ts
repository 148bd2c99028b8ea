import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { InitialPages } from './initial-pages.ts';
import { pageSize } from './page-births.ts';
import { ResidentPages } from './resident-pages.ts';

const stack = /^([0-9a-f]+)-([0-9a-f]+) .*\[stack\]$/m.exec(readFileSync('/proc/self/maps', 'utf8'))!;
const end = Number.parseInt(stack[2]!, 16) / pageSize;
/** The lowest page is never mapped, the highest of the stack has the environment. */
const [never, always] = [1, end - 1];

it('tells pages with memory from those without', () => {
  const pages = ResidentPages.open(process.pid)!;
  expect(pages.absent([always, never])).toEqual([never]);
  expect([...pages.runs(end - 1, end + 3)]).toEqual([[end - 1, end]]);
  expect([...pages.runs(never, never + 3)]).toEqual([]);
  const initial = InitialPages.read(pages, [
    { start: always * pageSize, end: end * pageSize, resident: pageSize },
  ]);
  expect([always - 1, always, end].map((page) => initial.has(page))).toEqual([false, true, false]);
  expect(initial.released(pages)).toBe(0);
  pages.close();
});

it('is closed once, as what begins anew and cannot is closed again at the end', () => {
  const pages = ResidentPages.open(process.pid)!;
  pages.close();
  const next = openSync('/proc/self/stat', 'r');
  pages.close();
  expect(fstatSync(next).isFile()).toBe(true);
  closeSync(next);
});

it('knows nothing of a process that is gone', () => {
  expect(ResidentPages.open(2 ** 22 + 1)).toBeUndefined();
});
