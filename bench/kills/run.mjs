// Kills probe or target at random moments: npm run bench -- kills --rounds 100 --seed 1 --longest 1500
import { parseArgs } from 'node:util';
import { nodeBinary } from '../../scripts/fetch-node.mjs';
import { killRound, randomFrom } from './kill-round.mjs';

const { values } = parseArgs({
  args: process.argv.slice(3),
  options: {
    rounds: { type: 'string', default: '100' },
    seed: { type: 'string', default: '1' },
    longest: { type: 'string', default: '1500' },
    beside: { type: 'string', default: '4' },
  },
});
const rounds = Number(values.rounds);
const majors = [20, 22, 24, 26];
const results = [];
let next = 0;
await Promise.all(Array.from({ length: Number(values.beside) }, work));

const faulty = results.filter(({ faults }) => faults.length > 0);
const probes = results.filter(({ killed }) => killed === 'probe').length;
const kept = results.reduce((sum, { captures }) => sum + captures, 0);
console.log(
  `${rounds} kills (${probes} of the probe, ${rounds - probes} of the target), seed ${values.seed}: ` +
    `${kept} captures were whole at the kill and are kept, ${faulty.length} rounds with faults`,
);
process.exitCode = faulty.length === 0 ? 0 : 1;

async function work() {
  while (next < rounds) {
    const round = next;
    next += 1;
    const random = randomFrom(Number(values.seed) * 1_000 + round);
    const node = await nodeBinary(majors[round % majors.length]);
    const result = await killRound({ node, random, longest: Number(values.longest) });
    results.push(result);
    const { killed, scene, milestone, after, captures, faults } = result;
    console.log(
      `${round + 1} (${scene}): ${killed} ${after} ms after ${milestone}, ${captures} whole: ${faults.join('; ') || 'all right'}`,
    );
  }
}
