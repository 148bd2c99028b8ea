// What a recording costs a Bun program, measured in one run each: npm run bench -- bun --version 1.4.5 --cells 100000,3000000
// The program allocates all the time; what a piece of that takes before, between and after the captures is compared: by
// the median piece, and after / before by all pieces together.
// All times but that of the analysis are processor time of the program, which other work on the machine hardly changes.
// With --rounds 5 a line of medians follows; with --control nothing is recorded between before and after, which shows
// how far the two differ by themselves.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { attachToProcess } from '../dist/probes/attach/attach.js';
import { planRecording } from '../dist/probes/session/plan/plan.js';
import { recordTarget } from '../dist/probes/session/record-target.js';
import { readProcText } from '../dist/probes/target/proc-files.js';
import { parseStat } from '../dist/probes/target/proc-text.js';
import { onBun } from '../samples/on-bun.mjs';
import { bunBinary } from '../scripts/fetch-bun.mjs';
import { median } from './median.mjs';

const { values } = parseArgs({
  allowPositionals: true,
  options: {
    version: { type: 'string' },
    cells: { type: 'string', default: '100000,1000000,3000000,6500000,9000000' },
    captures: { type: 'string', default: '3' },
    rounds: { type: 'string', default: '1' },
    control: { type: 'boolean', default: false },
  },
});
/** Between two captures. */
const span = 4_000;
/**
 * How long the program is watched before and after. While JavaScriptCore marks a heap of millions of objects, for a second
 * out of some, a piece of work takes three times as long: a short watch sees more or less of that by chance.
 */
const watched = 20_000;
const heaptrail = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url));

console.log(
  '| objects | capture 1, 2, 3 | on disk | memory it takes | before | between | after | after / before | analysis |',
);
console.log('|---:|---|---:|---:|---:|---:|---:|---:|---|');
for (const cells of values.cells.split(',').map(Number)) {
  const ratios = [];
  for (let round = 0; round < Number(values.rounds); round += 1) {
    const measured = await measure(cells);
    console.log(row(cells, measured));
    ratios.push(measured.ratio);
  }
  if (ratios.length > 1)
    console.log(`\nafter / before at ${cells.toLocaleString('en')}: ${spread(ratios)}\n`);
}

async function measure(cells) {
  const room = mkdtempSync(path.join(tmpdir(), 'heaptrail-bench-bun-'));
  const { runtime, environment } = onBun(await bunBinary(values.version));
  const program = fileURLToPath(new URL('./bun-target.mjs', import.meta.url));
  const target = spawn(runtime, [program, String(cells)], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const pieces = piecesOf(target);
    await once(target.stdout, 'data');
    await sleep(watched);
    return await (values.control
      ? leaveAlone(pieces)
      : record(target, pieces, path.join(room, 'run.heaptrail')));
  } finally {
    if (target.exitCode === null) target.kill('SIGKILL');
    rmSync(room, { recursive: true });
  }
}

/** Grows by `{ at, took }` for each piece of work that the program has done. */
function piecesOf(target) {
  const pieces = [];
  createInterface(target.stdout).on('line', (line) => {
    if (line.startsWith('{')) pieces.push(JSON.parse(line));
  });
  return pieces;
}

async function leaveAlone(pieces) {
  const start = Date.now();
  await sleep(Number(values.captures) * span);
  const end = Date.now();
  await sleep(watched);
  return {
    pauses: [],
    grown: 0,
    ...aroundOf(pieces, start, end),
    lives: true,
    failure: 'control',
    analysis: '',
  };
}

async function record(target, pieces, out) {
  const pauses = [];
  let capturing;
  const rss = () => Number(/VmHWM:\s+(\d+)/.exec(readProcText(`/proc/${target.pid}/status`) ?? '')?.[1] ?? 0);
  const rssBefore = rss();
  const start = Date.now();
  const cpu = () => parseStat(readProcText(`/proc/${target.pid}/stat`) ?? '').cpu;
  const onEvent = ({ kind, capture }) => {
    if (kind === 'capturing') capturing ??= { from: Date.now(), cpu: cpu() };
    if (kind !== 'captured') return;
    pauses.push({ from: capturing.from, to: Date.now(), cpu: cpu() - capturing.cpu, capture });
    capturing = undefined;
  };
  const plan = planRecording({ captures: Number(values.captures), every: span });
  const connection = await attachToProcess(target.pid);
  let failure;
  const manifest = await recordTarget(connection, {
    plan,
    folder: out,
    onEvent,
    signal: new AbortController().signal,
  }).catch((error) => {
    failure = error.message;
  });
  const end = Date.now();
  await sleep(watched);
  return {
    pauses,
    grown: (rss() - rssBefore) * 1024,
    ...aroundOf(pieces, start, end),
    between: middle(pieces.filter((piece) => isBetween(piece, pauses))),
    lives: target.exitCode === null && target.signalCode === null,
    failure: failure ?? manifest.captures.find(({ status }) => status === 'failed')?.failure,
    analysis: manifest?.captures.some(({ status }) => status === 'whole') ? analysis(out) : '',
  };
}

function aroundOf(pieces, start, end) {
  const before = pieces.filter(({ at }) => at < start);
  const after = pieces.filter(({ at }) => at > end);
  return { before: middle(before), after: middle(after), ratio: mean(after) / mean(before) };
}

function isBetween({ at }, pauses) {
  return pauses.slice(0, -1).some(({ to }, index) => at > to && at < pauses[index + 1].from);
}

function middle(pieces) {
  return median(pieces.map(({ took }) => took));
}

function mean(pieces) {
  return pieces.reduce((sum, { took }) => sum + took, 0) / pieces.length;
}

function spread(ratios) {
  const text = (ratio) => ratio.toFixed(2);
  return `${text(median(ratios))} (${text(Math.min(...ratios))} to ${text(Math.max(...ratios))}, ${ratios.length} rounds)`;
}

function analysis(out) {
  const start = performance.now();
  try {
    execFileSync(process.execPath, [heaptrail, 'analyze', out, '--json'], {
      stdio: ['ignore', 'ignore', 'ignore'],
      maxBuffer: 64 << 20,
    });
  } catch (error) {
    // Exit codes 1 and 3 are verdicts.
    if (error.status !== 1 && error.status !== 3) return `exit ${error.status}`;
  }
  return seconds(performance.now() - start);
}

function row(cells, { pauses, grown, before, between, after, ratio, lives, failure, analysis }) {
  const whole = pauses.filter(({ capture }) => capture.status === 'whole');
  const took = (ms) => (ms === undefined ? '' : `${ms.toFixed(1)} ms`);
  return `| ${[
    cells.toLocaleString('en'),
    whole.length === 0
      ? failure === 'control'
        ? failure
        : `refused: ${failure}`
      : pauses.map(({ cpu }) => seconds(cpu)).join(', '),
    whole.length === 0 ? '' : `${Math.round(whole.at(-1).capture.size / 1e6)} MB`,
    `${Math.round(grown / 1e6)} MB`,
    took(before),
    took(between),
    took(after),
    ratio.toFixed(2),
    lives ? analysis : 'the program ended',
  ].join(' | ')} |`;
}

function seconds(ms) {
  return `${(ms / 1000).toFixed(1)} s`;
}
