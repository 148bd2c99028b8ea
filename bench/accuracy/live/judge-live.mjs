// Every program of the corpora as people have it: a real process that logs, serves HTTP and has timers and sockets,
// under `attach` with its defaults, on every runtime. On Bun the program is started by `record`.
import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bunBinary } from '../../../scripts/fetch-bun.mjs';
import { nodeBinary } from '../../../scripts/fetch-node.mjs';
import { installRun } from '../capture.mjs';
import { markSuspects } from '../score.mjs';

const command = fileURLToPath(new URL('../../../dist/cli/main.js', import.meta.url));
const serverScript = fileURLToPath(new URL('server.mjs', import.meta.url));
/** The wait between two captures, by default: as many operations come in it as between two snapshots of the corpus. */
const secondsBetweenCaptures = 30;
const startTimeout = 120_000;

/** What the programs run on. */
export const runtimes = [
  ...[20, 22, 24, 26].map((major) => ({ name: `node ${major}`, judge: attachTo(() => nodeBinary(major)) })),
  { name: 'bun', judge: recordOn(() => bunBinary()) },
];

/**
 * @param runs of the corpus
 * @param chosen some of `runtimes`; with `rotate` each run is asked on one of them only, in turns
 * @param atOnce how many processes are recorded at the same time: they sleep most of it
 * @param onResult called with each `{ run, runtime, suspects, outcome, failure }`
 */
export async function judgeLive(runs, { chosen, rotate, atOnce, onResult }) {
  const jobs = runs.flatMap((run, at) =>
    (rotate ? [chosen[at % chosen.length]] : chosen).map((runtime) => ({ run, runtime })),
  );
  for (const { run } of jobs) installRun(run);
  const results = jobs.map(() => undefined);
  let next = 0;
  const work = async () => {
    for (let at = next++; at < jobs.length; at = next++) {
      results[at] = await judgeOnce(jobs[at]);
      onResult(results[at]);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return results;
}

/** @returns `{ run, runtime, suspects, verdict, parts, coverage }`, or `failure` */
export async function judgeOnce({ run, runtime }) {
  const out = join(mkdtempSync(join(tmpdir(), 'heaptrail-live-')), 'run.heaptrail');
  try {
    const { suspects, ...report } = await runtime.judge(run, out);
    const { verdict, parts, coverage } = report;
    return {
      run,
      runtime: runtime.name,
      suspects: markSuspects(run, told(suspects)),
      verdict,
      parts,
      coverage,
    };
  } catch (error) {
    return { run, runtime: runtime.name, suspects: [], failure: error.message };
  } finally {
    rmSync(join(out, '..'), { recursive: true, force: true });
  }
}

function told(suspects) {
  return suspects.map(({ remedy, evidence, ...rest }) => ({
    text: JSON.stringify(rest),
    title: rest.title,
    confidence: rest.confidence,
  }));
}

function environmentOf({ variant, iterations, warmup }) {
  return {
    ...process.env,
    NODE_ENV: 'production',
    VARIANT: variant,
    WARMUP: String(warmup),
    RATE: String(iterations / secondsBetweenCaptures),
  };
}

/** @param words more options of `attach` */
export function attachTo(binary, words = []) {
  return async (run, out) => {
    const program = fork(serverScript, [], {
      cwd: run.folder,
      env: environmentOf(run),
      execPath: await binary(),
      execArgv: [],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    try {
      await ready(program);
      return await heaptrail(['attach', String(program.pid), ...words, '--json', '--quiet', '--out', out]);
    } finally {
      program.kill('SIGKILL');
    }
  };
}

async function ready(program) {
  const ended = once(program, 'exit').then(([code, signal]) => {
    throw new Error(`the program ended with ${signal ?? code}`);
  });
  const late = new Promise((_, reject) => {
    setTimeout(() => reject(new Error('the program was not ready in time')), startTimeout).unref();
  });
  await Promise.race([once(program, 'message'), ended, late]);
  ended.catch(() => {});
}

function recordOn(binary) {
  return async (run, out) => {
    const words = ['record', '--json', '--quiet', '--out', out, '--', await binary(), serverScript];
    return await heaptrail(words, { cwd: run.folder, env: environmentOf(run) });
  };
}

/** Exit codes stand for verdicts, which the report says as well. */
export async function heaptrail(words, options = {}) {
  const child = spawn(process.execPath, [command, ...words], {
    ...options,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (text) => {
    stdout += text;
  });
  child.stderr.on('data', (text) => {
    stderr += text;
  });
  await once(child, 'close');
  if (stdout === '') throw new Error(`no report: ${stderr.trim().slice(-300)}`);
  return JSON.parse(stdout);
}
