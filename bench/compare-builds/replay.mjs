import { proveBuilds, stateOfAll } from '../../dist/judgement/builds.js';
import { tally } from './table.mjs';

/** Rounds that a replay allows, as a limit of time does. */
const mostRounds = 30;
const replays = 2_000;

/**
 * Far more comparisons of equal builds than can be run: each draws its processes from all that were seen of the same program
 * on the same runtime, and looks after each round as the command does.
 */
export function replay(equal) {
  const states = poolsOf(equal).flatMap((pool) => Array.from({ length: replays }, () => replayed(pool)));
  console.log(`${states.length} replays: ${tally(states)}`);
}

function poolsOf(equal) {
  const pools = new Map();
  for (const { name, kind, runtime, answer } of equal) {
    const key = [name, kind, runtime, answer.measures.length].join();
    const pool = pools.get(key) ?? {
      measures: answer.measures.map(({ measure }) => ({ measure, values: [] })),
    };
    for (const [k, { rounds }] of answer.measures.entries())
      pool.measures[k].values.push(...rounds.base, ...rounds.head);
    pools.set(key, { ...pool, operations: answer.operations });
  }
  return [...pools.values()];
}

function replayed({ measures, operations }) {
  const drawn = { base: [], head: [] };
  const processes = measures[0].values.length;
  for (let round = 1; round <= mostRounds; round++) {
    for (const build of [drawn.base, drawn.head]) build.push(Math.floor(Math.random() * processes));
    const proofs = measures.map(({ measure, values }) =>
      proveBuilds({
        measure,
        base: drawn.base.map((process) => values[process]),
        head: drawn.head.map((process) => values[process]),
        operations,
        isAlone: measures.length === 1,
      }),
    );
    const state = stateOfAll(proofs);
    if (state !== 'unclear') return state;
  }
  return 'unclear';
}
