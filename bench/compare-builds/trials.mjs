// Which builds are compared: each kind of program clean and growing, with itself on each Node, and with what is planted.
import { kinds } from './kinds.mjs';

const names = Object.keys(kinds);
/** The addon that tells births is built for the first Node. On the others, and on Bun, only the heap is compared. */
const runtimes = ['Node 20', 'Node 22', 'Node 20', 'Node 24', 'Node 20', 'Node 26'];
/** Of what the heap alone has to tell, more is done in each interval. */
const more = ['--requests', '2003'];

/** What the base leaves behind, and what the head does. */
const differences = {
  'equal, clean': { base: {}, head: {}, wanted: 'same' },
  'equal, growing': { base: { GROWTH: 100 }, head: { GROWTH: 100 }, wanted: 'same' },
  '1 object more': { base: {}, head: { OBJECTS: 1 }, wanted: 'worse' },
  '3 % more growth': { base: { GROWTH: 100 }, head: { GROWTH: 103 }, wanted: 'worse' },
};

/** In an order in which a bench that is ended early has some of all: 40 equal ones, 10 with a plant, and what the heap tells alone. */
export const trials = [
  ...[0, 1, 2, 3].flatMap((turn) =>
    names.flatMap((kind, at) => {
      const runtime = runtimes[(turn * names.length + at) % runtimes.length];
      return [
        trial('equal, clean', kind, runtime),
        trial('equal, growing', kind, runtime),
        ...(turn === 0 ? [trial('1 object more', kind, 'Node 20')] : []),
        ...(turn === 1 ? [trial('3 % more growth', kind, 'Node 20')] : []),
      ];
    }),
  ),
  ...['Node 24', 'Bun'].flatMap((runtime) =>
    Object.keys(differences).map((name) => trial(name, 'sessions', runtime, more)),
  ),
].map((given, index) => ({ ...given, index }));

function trial(name, kind, runtime, options = []) {
  const { base, head, wanted } = differences[name];
  return {
    ...{ name, kind, runtime, wanted, options },
    base: { KIND: kind, ...base },
    head: { KIND: kind, ...head },
  };
}
