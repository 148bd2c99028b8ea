// One round: a probe records a program, one of the two is killed at a random moment, and what is left is looked at.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { openHeaps } from '../../dist/analyzer/recording/open-heaps.js';
import { listenSocketsOf } from '../../dist/probes/target/listen-sockets.js';

const command = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
/** It ticks as long as all its threads run, and says on which port its inspector would open. */
const programWith = (ticking) => `
  globalThis.held = Array.from({ length: 20_000 }, (_, i) => ({ i }));
  let ticks = 0;
  const tick = () => { ticks += 1; process.stdout.write('tick ' + ticks + ' ' + process.debugPort + '\\n'); };
  ${ticking}
`;
const ticker = 'setInterval(tick, 100);';
const worker = `
  const { Worker } = require('node:worker_threads');
  const ticker = "setInterval(() => require('node:worker_threads').parentPort.postMessage(0), 100)";
  new Worker(ticker, { eval: true }).on('message', tick);
`;
const scenes = [
  { name: 'captures', program: programWith(ticker), words: [] },
  { name: 'a worker', program: programWith(worker), words: [] },
  { name: 'pulses', program: programWith(ticker), words: ['--inject', '--pulses'] },
];
/** Beyond these something is wrong, however slow the machine is. */
const closeTimeout = 60_000;
const endTimeout = 120_000;

const milestones = [
  { name: 'the start', reached: () => true },
  { name: 'the inspector opened', reached: (pid) => listenSocketsOf(pid).length > 0 },
  ...[1, 2, 3].flatMap((number) => [
    {
      name: `within capture ${number}`,
      reached: (_pid, folder) => capturesIn(folder).length >= number,
    },
    { name: `capture ${number}`, reached: (_pid, folder) => wholeCaptures(folder).length >= number },
  ]),
];

/** Random numbers from 0 to 1 that a seed repeats (mulberry32). */
export function randomFrom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * The moment is a random time after a random one of the things that happen: so it falls everywhere, however slow the
 * machine is.
 * @param {{ node: string, args?: readonly string[], random: () => number, longest: number }} options
 * @returns {Promise<import('./kill-round.mjs').KillRound>}
 */
export async function killRound({ node, args = [], random, longest }) {
  const room = mkdtempSync(join(tmpdir(), 'heaptrail-kill-'));
  const killed = random() < 0.7 ? 'probe' : 'target';
  const milestone = Math.floor(random() * milestones.length);
  const after = Math.round(random() * longest);
  const scene = scenes[Math.floor(random() * scenes.length)];
  const target = start(node, [...args, '-e', scene.program]);
  const folder = join(room, 'a.heaptrail');
  try {
    await until(() => target.output.includes('tick 1'), endTimeout);
    const port = portIn(target);
    const words = ['attach', String(target.pid), ...scene.words, '--every', '200ms', '--captures', '4'];
    const probe = start(process.execPath, [command, ...words, '--no-analyze', '-q', '--out', folder]);
    let over = false;
    void probe.ended.then(() => {
      over = true;
    });
    await until(() => over || milestones[milestone].reached(target.pid, folder), endTimeout);
    await Promise.race([sleep(after), probe.ended]);
    const whole = wholeCaptures(folder);
    (killed === 'probe' ? probe : target).kill();
    const faults = [];
    if (!(await endsIn(probe, endTimeout))) faults.push('the probe does not end');
    probe.kill();
    if (killed === 'probe') faults.push(...(await faultsOfTarget(target, port)));
    faults.push(...faultsOfRecording(folder, whole));
    const { name } = milestones[milestone];
    return { killed, scene: scene.name, milestone: name, after, captures: whole.length, faults };
  } finally {
    target.kill();
    await target.ended;
    rmSync(room, { recursive: true, force: true });
  }
}

function start(executable, words) {
  const child = spawn(executable, words, { stdio: ['ignore', 'pipe', 'pipe'] });
  const started = { pid: child.pid, output: '', kill: () => child.kill('SIGKILL') };
  child.stdout.setEncoding('utf8').on('data', (text) => {
    started.output += text;
  });
  child.stderr.resume();
  child.once('exit', (code, signal) => {
    started.end = signal ?? code;
  });
  started.ended = new Promise((resolve) => child.once('close', resolve));
  return started;
}

/** The port on which the program's inspector would open. */
function portIn({ output }) {
  return output.trimEnd().split('\n').at(-1).split(' ')[2];
}

/** Neither an inspector nor a changed port stays, and the program goes on. */
async function faultsOfTarget(target, port) {
  const faults = [];
  const isClosed = async () => {
    // What closes once could open again: an inspector may be on its way to another port.
    for (let look = 0; look < 10; look += 1) {
      if (listenSocketsOf(target.pid).length > 0) return false;
      await sleep(100);
    }
    return true;
  };
  if (!(await until(isClosed, closeTimeout))) faults.push('its inspector stays open');
  const before = target.output.length;
  const goesOn = () => target.end !== undefined || target.output.length > before + 10;
  if (!(await until(goesOn, closeTimeout))) faults.push('it stands still');
  else if (target.end !== undefined) faults.push(`it ended with ${target.end}`);
  else if (portIn(target) !== port) faults.push(`its inspector's port is ${portIn(target)} and was ${port}`);
  return faults;
}

/** The last one may be under way, with another ending. */
function capturesIn(folder) {
  const captures = join(folder, 'captures');
  return existsSync(captures) ? readdirSync(captures).filter((name) => name.includes('.heapsnapshot')) : [];
}

function wholeCaptures(folder) {
  return capturesIn(folder).filter((name) => name.endsWith('.heapsnapshot'));
}

/** Every capture that had its name when the kill came opens, and is whole to its last byte. */
function faultsOfRecording(folder, whole) {
  if (whole.length === 0) return [];
  try {
    const { captures, samples } = openHeaps(folder);
    const files = captures.map(({ file }) => file);
    const lost = whole.filter((name) => !files.some((file) => file.endsWith(name)));
    for (const file of files) JSON.parse(readFileSync(file, 'utf8'));
    return [
      ...lost.map((name) => `${name} is lost`),
      ...(samples.length === 0 ? ['the ledger is lost'] : []),
    ];
  } catch (error) {
    return [`the recording does not open: ${error.message}`];
  }
}

async function endsIn({ ended }, timeout) {
  const late = sleep(timeout, 'late', { ref: false });
  return (await Promise.race([ended, late])) !== 'late';
}

async function until(condition, timeout) {
  const deadline = Date.now() + timeout;
  while (!(await condition())) {
    if (Date.now() > deadline) return false;
    await sleep(20);
  }
  return true;
}
