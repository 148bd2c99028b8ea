import { afterAll, describe, expect, it } from 'vitest';
import { everyInterval, moduleScope, suspectsIn } from '../../../testing/drawn-growth.ts';
import type { HeapDrawing } from '../../../testing/heap-builder.ts';
import { ScratchFolder } from '../../../testing/scratch-folder.ts';

const scratch = new ScratchFolder();
afterAll(() => scratch.remove());

/** The handles of native code, as V8 writes them: numbered, with what they are for. */
function globalHandles(h: HeapDrawing) {
  const handles = h.node('synthetic', '(Global handles)', { size: 0 });
  h.root.element(1, h.node('synthetic', '(GC roots)', { size: 0 }).element(0, handles));
  return handles;
}

/** Lines are logged, each with the request it is about, and an observer keeps them. */
function logged(h: HeapDrawing, edgeOf: (n: number) => string): void {
  const handles = globalHandles(h);
  let n = 0;
  everyInterval(h, () => {
    for (let i = 0; i < 25; i++) {
      const request = h
        .object('Request', { size: 200 })
        .property('url', h.string(`/page/${n}`, { size: 64 }));
      handles.internal(edgeOf(n), h.string(`line ${n}`, { size: 96 }));
      handles.internal(edgeOf(n + 1_000), request);
      n += 1;
    }
  });
}

describe('what only DevTools or a probe holds', () => {
  it.each([
    ['the console', (n: number) => `${n} / DevTools console`],
    ['a debugger', (n: number) => `${n} / DevTools debugger`],
  ])('is no growth, if it is %s', async (_, edgeOf) => {
    expect(await suspectsIn(scratch, (h) => logged(h, edgeOf))).toEqual([]);
  });

  it('does not hide a leak of the same objects', async () => {
    const [suspect, ...others] = await suspectsIn(scratch, (h) => {
      const handles = globalHandles(h);
      const recent = h.object('Array');
      moduleScope(h).variable('recent', recent);
      let n = 0;
      everyInterval(h, () => {
        for (let i = 0; i < 25; i++) {
          const request = h.object('Request', { size: 200 });
          recent.element(n, request);
          handles.internal(`${n} / DevTools console`, request);
          n += 1;
        }
      });
    });
    expect(others).toEqual([]);
    expect(suspect.title).toContain('recent');
    expect(JSON.stringify(suspect.path)).not.toContain('DevTools');
  });
});
