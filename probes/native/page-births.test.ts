import { describe, expect, it } from 'vitest';
import { PageBirths } from './page-births.ts';

const touch = (births: PageBirths, page: number, stack: readonly number[], time = 0) =>
  births.add({ pid: 1, tid: 1, address: page * 4096 + 8, time, stack });
const told = (births: PageBirths) => births.count().map(({ stack, born }) => [stack, born]);

describe('births of pages', () => {
  it('belong to the last touch, in the interval in which it was', () => {
    const births = new PageBirths();
    touch(births, 1, [10, 20], 5);
    touch(births, 2, [10, 20], 6);
    births.nextInterval(100);
    touch(births, 2, [30], 101);
    touch(births, 3, [30], 102);
    expect(told(births)).toEqual([
      [[30], [0, 2]],
      [
        [10, 20],
        [1, 0],
      ],
    ]);
  });

  it('that are told late belong where they were', () => {
    const births = new PageBirths();
    births.nextInterval(100);
    touch(births, 1, [1], 150);
    touch(births, 1, [2], 50);
    touch(births, 2, [2], 50);
    expect(told(births)).toEqual([
      [[1], [0, 1]],
      [[2], [1, 0]],
    ]);
  });

  it('are told by part, if a stack touched several', () => {
    const births = new PageBirths();
    for (const page of [1, 2, 10]) touch(births, page, [7]);
    const parts = births.count((page) => (page < 10 ? 'wasm' : undefined));
    expect(parts.map(({ part, born }) => [part, born])).toEqual([
      ['wasm', [2]],
      [undefined, [1]],
    ]);
  });

  it('stand for all that got memory with them', () => {
    const births = new PageBirths();
    for (const page of [1, 2]) touch(births, page, [7]);
    const counted = births.count(undefined, (page) => (page === 1 ? 512 : 1));
    expect(counted.map(({ born }) => born)).toEqual([[513]]);
  });

  it('are forgotten with the page, and a stack with its last one', () => {
    const births = new PageBirths();
    touch(births, 1, [1]);
    touch(births, 2, [2]);
    births.forget(1);
    expect(told(births)).toEqual([[[2], [1]]]);
    touch(births, 1, [1]);
    expect(told(births)).toHaveLength(2);
  });

  it('are joined in pairs of intervals once there are 64', () => {
    const births = new PageBirths();
    const joined: number[] = [];
    for (let interval = 0; interval < 64; interval++) {
      touch(births, interval, [7], interval);
      if (births.nextInterval(interval + 0.5)) joined.push(interval);
    }
    expect(joined).toEqual([63]);
    const [[, born]] = told(births) as [[number[], number[]]];
    expect(born).toEqual([...Array.from({ length: 32 }, () => 2), 0]);
  });

  it('of more pages than fit are counted by every second, and each stands for two', () => {
    const births = new PageBirths(8);
    for (let page = 0; page < 12; page++)
      births.add({ pid: 1, tid: 1, address: page * 4096, time: 0, stack: [1] }, 3);
    expect(births.size).toBe(6);
    expect(told(births)).toEqual([[[1], [6 * 2 * 3]]]);
  });
});
