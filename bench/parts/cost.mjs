import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { classifyMappings } from '../../dist/probes/mappings/classify-mappings.js';
import { parseSmaps } from '../../dist/probes/mappings/parse-smaps.js';
import { residentPartsIn } from '../../dist/probes/mappings/resident-parts.js';

/** Fills its heap up to a size, then allocates all the time, and says on each line it gets how long its loop stood at most. */
const program = `
  const keep = [];
  while (process.memoryUsage.rss() < Number(process.argv[1])) for (let i = 0; i < 50_000; i++) keep.push({ i, a: [i] });
  globalThis.keep = keep;
  let last = performance.now();
  let longest = 0;
  setInterval(() => {
    let junk;
    for (let i = 0; i < 20_000; i++) junk = [{ i }, junk?.[0]];
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
  }, 5);
  console.log('ready');
  process.stdin.on('data', () => { console.log(longest); longest = 0; });
`;
const rounds = 9;
const span = 4_000;
const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

export async function measureCost(size) {
  const child = spawn(process.execPath, ['--max-old-space-size=12000', '-e', program, String(size)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const longest = async () => {
    child.stdin.write('?\n');
    return Math.round(Number((await lines.next()).value));
  };
  try {
    await lines.next();
    await longest();
    await new Promise((resolve) => setTimeout(resolve, span));
    const quiet = await longest();
    const takes = [];
    const until = Date.now() + span;
    while (takes.length < rounds || Date.now() < until) takes.push(await readOnce(child.pid));
    const stall = await longest();
    const [{ resident, mappings }] = takes.slice(-1);
    const read = median(takes.map((take) => take.read)).toFixed(0);
    const told = median(takes.map((take) => take.told)).toFixed(0);
    return { resident, mappings, read, told, stall, quiet };
  } finally {
    child.kill('SIGKILL');
  }
}

async function readOnce(pid) {
  const begun = performance.now();
  const text = await readFile(`/proc/${pid}/smaps`, 'utf8');
  const read = performance.now() - begun;
  const { resident, mappings } = residentPartsIn(classifyMappings(parseSmaps(text), 'v8'), 'v8', {});
  return { read, told: performance.now() - begun - read, resident, mappings };
}
