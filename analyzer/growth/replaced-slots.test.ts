import { afterAll, describe, expect, it } from 'vitest';
import { everyInterval, moduleScope, suspectsIn } from '../../testing/drawn-growth.ts';
import { ScratchFolder } from '../../testing/scratch-folder.ts';

const scratch = new ScratchFolder();
afterAll(() => scratch.remove());

/** One object of this class, of whose values another one is replaced by a larger one in each interval but the last. */
async function suspectsOf(className: string) {
  return await suspectsIn(scratch, (h) => {
    const one = h.object(className, { size: 64 });
    moduleScope(h).variable('one', one);
    const values = ['a', 'b', 'c', 'd', 'e'];
    for (const name of values) one.property(name, h.string(name, { size: 2_000 }));
    everyInterval(h, (interval) => {
      if (interval === 3) return;
      const name = values[interval];
      one.remove(name);
      one.property(name, h.string(name, { size: 9_000 }));
    });
  });
}

describe('an object that stays and retains more', () => {
  it('is left to accumulations, whatever its class is called', async () => {
    expect(await suspectsOf('Scene')).toEqual([]);
    expect(await suspectsOf('Vec3Array')).toEqual([]);
    expect(await suspectsOf('TileClampedArray')).toEqual([]);
  });

  it('is a value that grows, if it is bytes', async () => {
    const [suspect, ...others] = await suspectsOf('Float64Array');
    expect(others).toEqual([]);
    expect(suspect.title).toContain('`one`');
  });
});
