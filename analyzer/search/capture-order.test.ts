import { afterAll, expect, it } from 'vitest';
import { everyInterval, filesOf, moduleScope } from '../../testing/drawn-growth.ts';
import { ScratchFolder } from '../../testing/scratch-folder.ts';
import { inOrderOfTime, inOrderOfTimeWithLast } from './capture-order.ts';

const scratch = new ScratchFolder();
afterAll(() => scratch.remove());

it.each(['the last one', 'another one'])(
  'are dated alike if %s was given last, and that one read whole',
  (given) => {
    const files = filesOf(scratch, (h) => {
      const sessions = h.map();
      moduleScope(h).variable('sessions', sessions);
      everyInterval(h, () => sessions.set(h.string('key'), h.object('Session', { size: 100 })));
    });
    const sources = files.map((file, k) => ({ file, label: `capture ${k + 1}` }));
    const isLast = given === 'the last one';
    const captures = inOrderOfTimeWithLast(isLast ? sources : sources.toReversed(), {});
    const told = ({ source, watermark, heapSize, identities }: (typeof captures)[number]) => ({
      ...{ source, watermark, heapSize, identities },
    });
    expect(captures.map(told)).toEqual(inOrderOfTime(sources).map(told));
    expect(captures.map(({ columns }) => columns !== undefined)).toEqual([false, false, false, isLast]);
    captures.at(-1)!.columns?.strings.close();
  },
);
