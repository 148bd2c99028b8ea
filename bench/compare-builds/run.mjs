// Two builds in turns, for real: equal builds must never be called worse, and what is planted must be found.
// npm run bench -- compare-builds [--equal 40] [--planted 5] [--limit 5m]
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { proveBuilds, stateOfAll } from '../../dist/judgement/builds.js';
import { freePort } from '../agents/drivers/free-port.mjs';

const { values } = parseArgs({
  args: process.argv.slice(3),
  options: {
    equal: { type: 'string', default: '40' },
    planted: { type: 'string', default: '5' },
    limit: { type: 'string', default: '5m' },
  },
});
/** Rounds that a replay allows, as a limit of time does. */
const mostRounds = 30;
const replays = 10_000;
const command = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const server = fileURLToPath(new URL('./server.mjs', import.meta.url));

/** What the base leaves behind, and what the head does; equal builds leave nothing, or as much as each other. */
const trials = [
  {
    name: 'equal, clean',
    base: {},
    head: {},
    runs: Math.ceil(Number(values.equal) / 2),
    wanted: 'same',
    answers: [],
  },
  {
    name: 'equal, growing',
    base: { TEXT: 1000 },
    head: { TEXT: 1000 },
    runs: Math.floor(Number(values.equal) / 2),
    wanted: 'same',
    answers: [],
  },
  {
    name: '1 object more',
    base: {},
    head: { OBJECTS: 1 },
    runs: Number(values.planted),
    wanted: 'worse',
    answers: [],
  },
  {
    name: '3 % more growth',
    base: { TEXT: 1000 },
    head: { TEXT: 1030 },
    runs: Number(values.planted),
    wanted: 'worse',
    answers: [],
  },
];

/** One of each in turns, so that a bench that is ended early has some of all. */
for (let run = 0; trials.some(({ runs }) => run < runs); run++) {
  for (const trial of trials.filter(({ runs }) => run < runs)) {
    const answer = await compare(trial);
    trial.answers.push(answer);
    const figures = answer.measures.map(
      ({ measure, difference: { value, low, high } }) =>
        `${measure} ${value.toFixed(2)} (${low.toFixed(2)} to ${high.toFixed(2)})`,
    );
    console.log(
      `${trial.name}, run ${run + 1}: ${answer.state} after ${answer.rounds}; ${figures.join(', ')}`,
    );
  }
}
for (const { name, wanted, answers } of trials) {
  const rounds = answers.map((answer) => answer.rounds).sort((a, b) => a - b);
  console.log(
    `${name}: ${tally(answers)}; rounds ${rounds[0]} to ${rounds.at(-1)}, median ${rounds[rounds.length >> 1]}`,
  );
  const isWrong = answers.some(({ state }) => (wanted === 'worse' ? state !== 'worse' : state === 'worse'));
  if (isWrong) process.exitCode = 1;
}

replay(trials.filter(({ wanted }) => wanted === 'same'));

/**
 * Far more comparisons of equal builds than can be run: each draws its processes from all that were seen of the same build,
 * and looks after each round as the command does.
 */
function replay(equal) {
  for (const { name, answers } of equal) {
    const pool = ['objects', 'bytes', 'heap'].map((measure) =>
      answers.flatMap((answer) => {
        const { rounds } = answer.measures.find((each) => each.measure === measure);
        return [...rounds.base, ...rounds.head];
      }),
    );
    const states = Array.from({ length: replays }, () => ({ state: replayed(pool) }));
    console.log(`${name}, ${replays} replays from ${pool[0].length} processes: ${tally(states)}`);
  }
}

function replayed(pool) {
  const drawn = { base: [], head: [] };
  for (let round = 1; round <= mostRounds; round++) {
    for (const build of [drawn.base, drawn.head]) build.push(Math.floor(Math.random() * pool[0].length));
    const proofs = pool.map((values, k) =>
      proveBuilds({
        measure: ['objects', 'bytes', 'heap'][k],
        base: drawn.base.map((process) => values[process]),
        head: drawn.head.map((process) => values[process]),
        operations: 503,
      }),
    );
    const state = stateOfAll(proofs);
    if (state !== 'unclear') return state;
  }
  return 'unclear';
}

/** Node 20 cannot group by itself. */
function tally(answers) {
  const counts = new Map();
  for (const { state } of answers) counts.set(state, (counts.get(state) ?? 0) + 1);
  return [...counts].map(([state, count]) => `${count} ${state}`).join(', ');
}

async function compare({ base, head }) {
  const port = await freePort();
  const start = (given) =>
    `${Object.entries({ PORT: port, ...given })
      .map(([name, value]) => `${name}=${value}`)
      .join(' ')} exec node ${server}`;
  const child = spawn(
    process.execPath,
    [
      ...[command, 'compare-builds', '--base', start(base), '--head', start(head)],
      ...['--load', `http://127.0.0.1:${port}/a/b`, '--limit', values.limit, '--no-explain', '--json', '-q'],
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const chunks = [];
  child.stdout.on('data', (chunk) => chunks.push(chunk));
  await once(child, 'close');
  return JSON.parse(Buffer.concat(chunks).toString());
}
