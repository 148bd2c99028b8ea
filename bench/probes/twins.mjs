import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { nodeBinary } from '../../scripts/fetch-node.mjs';
import { median } from '../median.mjs';
import { residentMemory, startTargetOn } from './targets.mjs';

const command = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const looks = 60;
/** proc(5): `utime` and `stime` count ticks of 10 ms. */
const tick = 0.01;

/**
 * What `watch` leaves in a program over a long time: two of a kind run beside each other, one of them watched. Each
 * figure is the watched one's against its twin's; memory is the median of the last third, so that neither the start nor
 * a collection at the wrong moment decides.
 */
export async function measureTwins({ minutes, majors, programs = ['idle', 'busy'] }) {
  const pairs = majors.flatMap((major) => programs.map((program) => ({ major, program })));
  return await Promise.all(pairs.map((pair) => onePair(pair, minutes)));
}

async function onePair({ major, program }, minutes) {
  const executable = await nodeBinary(major);
  const room = mkdtempSync(join(tmpdir(), 'heaptrail-twins-'));
  const start = () => startTargetOn(executable, `./${program}.mjs`);
  const twins = [await start(), await start()];
  await sleep(5_000);
  // A capture has a price of its own, which is told before: here none is short enough.
  const words = ['watch', String(twins[1].pid), '--out', join(room, 'watch'), '--max-pause', '1ms'];
  const watch = spawn(process.execPath, [command, ...words], { stdio: ['ignore', 'pipe', 'ignore'] });
  let said = '';
  watch.stdout.setEncoding('utf8').on('data', (text) => {
    said += text;
  });
  try {
    await once(watch.stdout, 'data');
    const cpuBefore = twins.map(({ pid }) => cpuOf(pid));
    const rss = [];
    for (let look = 0; look < looks; look += 1) {
      await sleep((minutes * 60_000) / looks);
      rss.push(twins.map(({ pid }) => residentMemory(pid)));
    }
    const cpu = twins.map(({ pid }, k) => cpuOf(pid) - cpuBefore[k]);
    const late = rss.slice(-looks / 3);
    const resident = [0, 1].map((k) => median(late.map((pair) => pair[k])));
    return {
      major,
      program,
      resident,
      drift: driftOf(rss),
      cores: cpu.map((each) => each / (minutes * 60)),
      alarms: said.split('"event":"growth"').length - 1,
      captures: said.split('"event":"capture"').length - 1,
    };
  } finally {
    watch.kill('SIGINT');
    await once(watch, 'exit');
    for (const twin of twins) await twin.stop();
    rmSync(room, { recursive: true, force: true });
  }
}

/** Looks at the start that pass before memory counts: an inspector brings its code, and a heap finds its size. */
const settled = looks / 6;

/**
 * What became of the watched one's memory from its start to its end, against what became of its twin's: an inspector
 * takes its share once, and nothing may come to it.
 */
function driftOf(rss) {
  const part = (from, to, k) => median(rss.slice(from, to).map((pair) => pair[k]));
  const [alone, watched] = [0, 1].map((k) => part(-looks / 3, undefined, k) / part(settled, looks / 2, k));
  return watched / alone;
}

function cpuOf(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * tick;
}
