import { median } from '../median.mjs';
import { runMeasured } from './run-measured.mjs';

/** By the bytes of all captures of a recording. */
const sizeClasses = [
  { name: 'ledger only', below: 1 },
  { name: 'up to 25 MB', below: 25e6 },
  { name: 'up to 100 MB', below: 100e6 },
  { name: 'larger', below: Number.POSITIVE_INFINITY },
];
const measures = ['seconds', 'cpu', 'peak'];

/**
 * Asks both builds in turns, so that what slows the machine down for a while hits both, and prints how much the second
 * takes of what the first takes: by the clock, of the CPU, and memory at its highest.
 * @param ofEach how many recordings of each size, evenly picked: all of them would take hours
 */
export async function compareTimes(recordings, builds, { rounds, ofEach }) {
  console.log('| captures | recordings | time | CPU time | peak memory | from | to |');
  console.log('|---|---:|---:|---:|---:|---:|---:|');
  for (const { name, members } of bySize(recordings)) {
    const picked = evenly(members, ofEach);
    const runs = [];
    for (const recording of picked) runs.push(await inTurns(recording, builds, rounds));
    if (runs.length > 0) console.log(row(name, runs));
  }
}

function bySize(recordings) {
  let from = 0;
  return sizeClasses.map(({ name, below }) => {
    const members = recordings.filter(({ bytes }) => bytes >= from && bytes < below);
    from = below;
    return { name, members };
  });
}

function evenly(members, count) {
  if (members.length <= count) return members;
  return Array.from({ length: count }, (_, at) => members[Math.floor((at * members.length) / count)]);
}

/** @returns of each build the median of each measure */
async function inTurns(recording, builds, rounds) {
  const taken = { from: [], to: [] };
  // The first run reads the files from the disk for all others.
  await runMeasured(builds.from, recording);
  for (let round = 0; round < rounds; round++) {
    const order = round % 2 === 0 ? ['from', 'to'] : ['to', 'from'];
    for (const side of order) taken[side].push(await runMeasured(builds[side], recording));
  }
  return Object.fromEntries(Object.entries(taken).map(([side, runs]) => [side, medians(runs)]));
}

function medians(runs) {
  return Object.fromEntries(measures.map((measure) => [measure, median(runs.map((run) => run[measure]))]));
}

/** The median over the recordings, so that one of them cannot decide for all. */
function row(name, runs) {
  const ratios = measures.map((measure) => median(runs.map(({ from, to }) => to[measure] / from[measure])));
  const sums = ['from', 'to'].map((side) => told(runs.map((run) => run[side])));
  return `| ${name} | ${runs.length} | ${ratios.map((ratio) => ratio.toFixed(3)).join(' | ')} | ${sums.join(' | ')} |`;
}

function told(runs) {
  const seconds = runs.reduce((sum, { seconds }) => sum + seconds, 0);
  const peak = Math.max(...runs.map(({ peak }) => peak));
  return `${seconds.toFixed(1)} s, ${Math.round(peak / 1e6)} MB`;
}
