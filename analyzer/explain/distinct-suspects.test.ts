import { afterAll, describe, expect, it } from 'vitest';
import { everyInterval, suspectsIn } from '../../testing/drawn-growth.ts';
import { sessions } from '../../testing/example-reports.ts';
import { ScratchFolder } from '../../testing/scratch-folder.ts';
import { withOwnTitles } from './distinct-suspects.ts';

const scratch = new ScratchFolder();
afterAll(() => scratch.remove());

describe('two frames of one page', () => {
  const page = (frames: number) =>
    suspectsIn(scratch, (h) => {
      const maps = Array.from({ length: frames }, (_, k) => {
        const map = h.map();
        const scope = h.context({ size: 64 }).variable('sessions', map);
        const url = 'https://example.org/app.js';
        h.root.element(k + 1, h.closure('main', scope, { location: { url, line: 1 } }));
        return map;
      });
      everyInterval(h, (interval) => {
        for (const [k, map] of maps.entries())
          for (let i = 0; i < 20 * (k + 1); i++)
            map.set(h.string(`${interval}.${i}`), h.object('Session', { size: 400 }));
      });
    });

  it('are two suspects with two fingerprints, and the first is known as before', async () => {
    const [alone] = await page(1);
    const both = await page(2);
    expect(new Set(both.map(({ fingerprint }) => fingerprint)).size).toBe(2);
    expect(both.find(({ growth }) => growth.objectsPerInterval === 20)?.fingerprint).toBe(alone.fingerprint);
    const again = await page(2);
    expect(again.map(({ fingerprint }) => fingerprint)).toEqual(both.map(({ fingerprint }) => fingerprint));
  });
});

describe('suspects with one title', () => {
  const titles = (...parts: object[]) =>
    withOwnTitles(parts.map((part) => ({ ...sessions, title: 'Map `keep` grows', ...part }))).map(
      ({ title }) => title,
    );
  const module = (name: string) => ({ path: [{ edge: '', name, kind: 'module' }] });

  it('are told apart by their modules, their expressions or their numbers', () => {
    expect(titles(module('src/a.mjs'), module('src/b.mjs'))).toEqual([
      'Map `keep` grows (src/a.mjs)',
      'Map `keep` grows (src/b.mjs)',
    ]);
    const held = (expression: string) => ({
      ...module('a.mjs'),
      holders: [{ name: 'Map', expression, path: [], share: 1 }],
    });
    expect(titles(held('one.keep'), held('two.keep'))).toEqual([
      'Map `keep` grows (one.keep)',
      'Map `keep` grows (two.keep)',
    ]);
    const declared = (line: number) => ({
      path: [{ edge: 'keep', name: 'Map', kind: 'collection', declared: `src/a.mjs:${line}` }],
    });
    expect(titles(declared(3), declared(9))).toEqual([
      'Map `keep` grows (src/a.mjs:3)',
      'Map `keep` grows (src/a.mjs:9)',
    ]);
    const element = (index: number) => ({
      ...module('a.mjs'),
      holders: [
        {
          name: 'Map',
          expression: 'pools[]',
          share: 1,
          path: [
            { edge: 'pools', name: 'Array', kind: 'collection' },
            { edge: '[]', name: 'Map', kind: 'collection', index },
          ],
        },
      ],
    });
    expect(titles(element(0), element(4))).toEqual([
      'Map `keep` grows (pools[0])',
      'Map `keep` grows (pools[4])',
    ]);
    expect(titles({}, {}, { title: 'another' })).toEqual([
      'Map `keep` grows (1 of 2)',
      'Map `keep` grows (2 of 2)',
      'another',
    ]);
  });
});
