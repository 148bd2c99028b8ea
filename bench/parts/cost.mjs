import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { classifyMappings } from '../../dist/probes/mappings/classify-mappings.js';
import { parseSmaps } from '../../dist/probes/mappings/parse-smaps.js';
import { residentPartsIn } from '../../dist/probes/mappings/resident-parts.js';

/**
 * Fills its heap up to a size, then allocates all the time. On each line it gets it says how long it was blocked: the time of
 * its work without that on a processor and that of waiting for one, which other work on the machine causes.
 */
const program = `
  const { readFileSync } = require('node:fs');
  const keep = [];
  while (process.memoryUsage.rss() < Number(process.argv[1])) for (let i = 0; i < 50_000; i++) keep.push({ i, a: [i] });
  globalThis.keep = keep;
  const onProcessor = () => {
    const [ran, waited] = readFileSync('/proc/self/task/' + process.pid + '/schedstat', 'utf8').split(' ').map(Number);
    return (ran + waited) / 1e6;
  };
  let blocked = 0;
  let longest = 0;
  let worked = 0;
  setInterval(() => {
    const [begun, before] = [performance.now(), onProcessor()];
    let junk;
    // The kernel counts processor time up to the last tick: a few milliseconds are nothing beside this.
    while (performance.now() < begun + 250) for (let i = 0; i < 20_000; i++) junk = [{ i }, junk?.[0]];
    const [after, ended] = [onProcessor(), performance.now()];
    const stood = Math.max(0, ended - begun - (after - before));
    worked += ended - begun;
    blocked += stood;
    longest = Math.max(longest, stood);
  }, 1);
  console.log('ready');
  process.stdin.on('data', () => {
    console.log(JSON.stringify({ share: blocked / worked, longest }));
    blocked = longest = worked = 0;
  });
`;
const rounds = 9;
const span = 4_000;
const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

export async function measureCost(size) {
  const child = spawn(process.execPath, ['--max-old-space-size=12000', '-e', program, String(size)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const blocked = async () => {
    child.stdin.write('?\n');
    return JSON.parse((await lines.next()).value);
  };
  try {
    await lines.next();
    await blocked();
    await new Promise((resolve) => setTimeout(resolve, span));
    const quiet = await blocked();
    const takes = [];
    const until = Date.now() + span;
    while (takes.length < rounds || Date.now() < until) takes.push(await readOnce(child.pid));
    const disturbed = await blocked();
    const [{ resident, mappings }] = takes.slice(-1);
    const read = median(takes.map((take) => take.read));
    const told = median(takes.map((take) => take.told));
    return { resident, mappings, read, told, disturbed, quiet };
  } finally {
    child.kill('SIGKILL');
  }
}

/** In processor time, all threads of this process together. */
async function readOnce(pid) {
  const begun = process.cpuUsage();
  const text = await readFile(`/proc/${pid}/smaps`, 'utf8');
  const read = spentSince(begun);
  const { resident, mappings } = residentPartsIn(classifyMappings(parseSmaps(text), 'v8'), 'v8', {});
  return { read, told: spentSince(begun) - read, resident, mappings };
}

function spentSince(begun) {
  const { user, system } = process.cpuUsage(begun);
  return (user + system) / 1_000;
}
