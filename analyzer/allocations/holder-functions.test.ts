import { afterAll, describe, expect, it } from 'vitest';
import { everyInterval, filesOf, moduleScope } from '../../testing/drawn-growth.ts';
import type { DrawnNode } from '../../testing/drawn-node.ts';
import type { HeapDrawing } from '../../testing/heap-builder.ts';
import { ScratchFolder } from '../../testing/scratch-folder.ts';
import { findSuspects } from '../search/find-suspects.ts';
import { HolderFunctionsWitness } from './holder-functions.ts';

const scratch = new ScratchFolder();
afterAll(() => scratch.remove());

/** More links than any stack of calls has room for. */
const deep = 30_000;
const url = 'file:///app/src/agent.mjs';

async function functionsIn(draw: (h: HeapDrawing) => void) {
  const captures = filesOf(scratch, draw).map((file, k) => ({ file, label: `capture ${k + 1}`, at: k }));
  const witness = new HolderFunctionsWitness();
  const { suspects } = await findSuspects(captures, { witness });
  return { suspects, functions: [...(witness.of(suspects[0].fingerprint)?.functions.keys() ?? [])] };
}

function drawSessions(h: HeapDrawing, scope: DrawnNode) {
  const sessions = h.map();
  scope.variable('sessions', sessions);
  return {
    sessions,
    grow: () =>
      everyInterval(h, (k) => {
        for (let i = 0; i < 20; i++)
          sessions.set(h.string(`key ${k}.${i}`), h.object('Session', { size: 400 }));
      }),
  };
}

describe('however deep the heap is', () => {
  it('the cells of a registry that lead to a holder are followed without a stack', async () => {
    const { suspects, functions } = await functionsIn((h) => {
      const scope = moduleScope(h);
      const { sessions, grow } = drawSessions(h, scope);
      let cell = h.node('hidden', 'system / WeakCell').internal('holdings', sessions);
      for (let k = 0; k < deep; k++) cell = h.node('hidden', 'system / WeakCell').internal('next', cell);
      h.root.element(2, cell);
      grow();
    });
    expect(suspects.map(({ kind }) => kind)).toEqual(['map']);
    expect(functions).toEqual([]);
  });

  it('scopes inside scopes are followed without a stack, and the function in the innermost is found', async () => {
    const { functions } = await functionsIn((h) => {
      const scope = moduleScope(h);
      const { grow } = drawSessions(h, scope);
      let inner: DrawnNode = scope;
      for (let k = 0; k < 9_000; k++) inner = h.context().internal('previous', inner);
      const keep = h.closure('keep', inner, { location: { url, line: 30, column: 5 } });
      h.root.element(3, keep);
      grow();
    });
    expect(functions).toEqual([`${url}:30:5`]);
  });
});
