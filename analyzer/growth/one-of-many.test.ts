import { afterAll, describe, expect, it } from 'vitest';
import { everyInterval, moduleScope, suspectsIn } from '../../testing/drawn-growth.ts';
import type { DrawnNode } from '../../testing/drawn-node.ts';
import type { HeapDrawing } from '../../testing/heap-builder.ts';
import { ScratchFolder } from '../../testing/scratch-folder.ts';

const scratch = new ScratchFolder();
afterAll(() => scratch.remove());

interface Drawing {
  /** How many of the others end in each interval. */
  readonly ending?: number;
  /** What keeps them after they ended. */
  readonly keep?: (h: HeapDrawing, scope: DrawnNode) => (session: DrawnNode) => void;
  /** How many stay open, each of which gains. */
  readonly open?: number;
  /** Whether sessions are in a Map, or in an array. */
  readonly inArray?: boolean;
  /** A string that grows in the session, and not its messages. */
  readonly asText?: boolean;
}

/** A container `sessions` in which some stay open and gain messages, while others begin and end. */
function sessions({ ending = 2, keep, open = 1, inArray = false, asText = false }: Drawing) {
  return suspectsIn(scratch, (h) => {
    const scope = moduleScope(h);
    const [add, remove] = inArray ? arrayIn(h, scope) : mapIn(h, scope);
    const after = keep?.(h, scope);
    const make = () => {
      const messages = h.object('Array');
      return { session: h.object('Session', { size: 200 }).property('messages', messages), messages };
    };
    const stay = Array.from({ length: open }, (_, k) => {
      const one = make();
      add(k, one.session);
      return one;
    });
    let ended: DrawnNode[] = [];
    everyInterval(h, (interval) => {
      for (const { session, messages } of stay) {
        if (asText) {
          session.remove('text');
          session.property('text', h.string('so far', { size: 8_000 * (interval + 1) }));
        } else {
          for (let k = 0; k < 40; k++) {
            messages.push(h.object('Message', { size: 300 }));
          }
        }
      }
      for (const [k, session] of ended.entries()) {
        remove(1000 * interval + k, session);
        after?.(session);
      }
      ended = Array.from({ length: ending }, (_, k) => {
        const { session } = make();
        add(1000 * (interval + 1) + k, session);
        return session;
      });
    });
  });
}

function mapIn(h: HeapDrawing, scope: DrawnNode) {
  const map = h.map();
  scope.variable('sessions', map);
  const keyOf = (key: number) => 10 + key;
  return [
    (key: number, session: DrawnNode) => void map.set(keyOf(key), session),
    (key: number) => void map.delete(keyOf(key)),
  ] as const;
}

function arrayIn(h: HeapDrawing, scope: DrawnNode) {
  const array = h.object('Array');
  scope.variable('sessions', array);
  let next = 0;
  const places = new Map<DrawnNode, number>();
  return [
    (_: number, session: DrawnNode) => {
      places.set(session, next);
      array.element(next++, session);
    },
    (_: number, session: DrawnNode) => void array.remove(places.get(session)!),
  ] as const;
}

const told = async (drawing: Drawing) => {
  const [first] = await sessions(drawing);
  return { ofOpenOwner: first?.ofOpenOwner, confirmed: first?.confirmed, evidence: first?.evidence[0] };
};

describe('growth of a session that is open', () => {
  it.each<[string, Drawing, string]>([
    ['in a Map', {}, 'an entry of `sessions` is open, and may be state by design: 6 other entries'],
    ['in an array', { inArray: true }, 'an entry of `sessions` is open, and may be state by design: 6 other'],
    ['of many', { open: 5 }, '5 entries of `sessions` are open, and may be state by design: 6 other entries'],
    ['that grows as one value', { asText: true }, 'an entry of `sessions` is open'],
  ])('may be its state if others have ended: %s', async (_, drawing, text) => {
    const { evidence, ...judged } = await told(drawing);
    expect(judged).toEqual({ ofOpenOwner: true, confirmed: false });
    expect(evidence).toContain(`it grows while ${text}`);
  });

  it('is reported as a leak if none has ended', async () => {
    expect(await told({ ending: 0 })).toMatchObject({ ofOpenOwner: undefined, confirmed: true });
  });

  it('is reported as a leak if those that ended are kept elsewhere', async () => {
    const suspects = await sessions({
      keep: (h, scope) => {
        const list = h.object('Array');
        scope.variable('history', list);
        return (session) => void list.push(session);
      },
    });
    expect(suspects.find(({ title }) => title.includes('messages'))).toMatchObject({ confirmed: true });
  });

  it('comes after what is a leak, also if it is faster', async () => {
    const suspects = await sessions({
      keep: (h, scope) => {
        const list = h.object('Array');
        scope.variable('history', list);
        return () => {
          for (let k = 0; k < 10; k++) list.push(h.object('Record', { size: 400 }));
        };
      },
    });
    expect(suspects.map(({ title, confirmed }) => [title.split(' ')[1], confirmed])).toEqual([
      ['`history`', true],
      ['`sessions[key].messages`', false],
    ]);
  });
});
