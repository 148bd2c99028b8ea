import type { Millis } from '../../format/units.ts';
import type { Patience } from '../stall-watch.ts';

/** Nothing is heard of a snapshot until it is whole in the target: 3 to 10 µs for each object on an idle machine. */
const millisPerCell: Millis = 0.05;
const leastPatience: Millis = 60_000;
/** Once the reader wants to stop, a target that is merely idle has answered within this. */
const leastPatienceWhenStopping: Millis = 10_000;

/** By the size of the heap; once bytes come, they come without such pauses. */
export function patienceWith(cells: number): Patience {
  const expected = cells * millisPerCell;
  return { usually: expected + leastPatience, whenStopping: expected + leastPatienceWhenStopping };
}
