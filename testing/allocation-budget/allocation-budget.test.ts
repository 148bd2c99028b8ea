import { describe, expect, it } from 'vitest';
import { checkAllocations } from './matcher.ts';

let kept: unknown;
const arrayOf = (length: number) => () => {
  kept = new Array(length).fill(1.5);
};

describe('what an operation allocates', { timeout: 120_000 }, () => {
  // 16 bytes of an array, 16 of its store, 8 for each double; V8 leaves the end of a page empty if the next one does not fit.
  it.each([
    ['nothing', () => {}, 0, 8],
    ['a thousand doubles', arrayOf(1_000), 8_032, 8_400],
    ['what is too large for the young generation', arrayOf(100_000), 800_032, 816_000],
  ] as const)('is measured: %s', async (_, operation, least, most) => {
    const { bytes } = await checkAllocations('it', operation, { bytes: 0 });
    expect(bytes).toBeGreaterThanOrEqual(0.98 * least);
    expect(bytes).toBeLessThanOrEqual(most);
  });

  it('counts what a promise waits for', async () => {
    const operation = async () => {
      await Promise.resolve();
      arrayOf(1_000)();
    };
    const { bytes } = await checkAllocations('it', operation, { bytes: 0 });
    expect(bytes).toBeGreaterThan(8_000);
    expect(bytes).toBeLessThan(9_500);
  });

  it('of the first call includes what is only made once', async () => {
    const once = () => {
      kept ??= 0;
      if (!Array.isArray(kept)) arrayOf(10_000)();
    };
    kept = undefined;
    // One call is counted with what the runner does meanwhile, and without what an empty one seemed to allocate, some KiB.
    const first = await checkAllocations('it', once, { bytes: 400_000, perOperation: false });
    expect(first.pass).toBe(true);
    expect(first.bytes).toBeGreaterThan(40_000);
    expect((await checkAllocations('it', once, { bytes: 64 })).pass).toBe(true);
  });

  it('is within its budget or not, and says by what', async () => {
    const { pass, message } = await checkAllocations('draw a page', arrayOf(1_000), { bytes: 4_096 });
    expect(pass).toBe(false);
    expect(message).toMatch(
      /^draw a page allocates [78]\.\d KiB \(8,\d{3} B\) per operation, more than the budget of 4\.0 KiB \(4,096 B\) \(the least of 9 batches of /,
    );
    expect((await checkAllocations('it', arrayOf(1_000), { bytes: 9_000 })).pass).toBe(true);
    kept = undefined;
  });

  it.each([
    [{ byte: 1 }, 'has no option byte'],
    [{ bytes: -1 }, 'bytes is -1, but must be at least 0'],
    [{ bytes: 1, perOperation: 5 }, 'perOperation is 5, but must be true or false'],
    [undefined, 'it needs a budget'],
  ])('needs a budget that means something: %j', async (budget, fact) => {
    await expect(checkAllocations('it', () => {}, budget as never)).rejects.toThrow(fact);
  });
});
