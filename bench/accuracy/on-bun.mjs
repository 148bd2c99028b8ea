import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { bunBinary } from '../../scripts/fetch-bun.mjs';
import { installRun } from './capture.mjs';
import { judgeByHeaptrail } from './judges/heaptrail.mjs';
import { markSuspects } from './score.mjs';

const captureScript = fileURLToPath(new URL('capture-bun.mjs', import.meta.url));
const timeout = 120_000;

/** What heaptrail says of a run's program on Bun; `failure` in the program's own words if it does not run there. */
export async function judgeOnBun(run) {
  try {
    return { run, suspects: markSuspects(run, judgeByHeaptrail(capturesOnBun(run, await bunBinary()))) };
  } catch (error) {
    return { run, suspects: [], failure: error.message };
  }
}

export function capturesOnBun(run, bun) {
  const snaps = `${run.folder}snaps-bun/`;
  const files = [1, 2, 3, 4].map((round) => `${snaps}r${round}.heapsnapshot`);
  if (files.every((file) => existsSync(file))) return files;
  console.error(`capturing ${run.name}, ${run.variant}, on Bun`);
  installRun(run);
  rmSync(snaps, { recursive: true, force: true });
  mkdirSync(snaps);
  const { name, variant, folder, iterations, warmup } = run;
  const { status, signal, stderr } = spawnSync(process.execPath, [captureScript], {
    cwd: folder,
    env: {
      ...process.env,
      NODE_ENV: 'production',
      VARIANT: variant,
      ITER: String(iterations),
      WARMUP: String(warmup),
      SNAPS: snaps,
      BUN: bun,
    },
    encoding: 'utf8',
    timeout,
    maxBuffer: 2 ** 26,
  });
  if (status === 0) return files;
  rmSync(snaps, { recursive: true, force: true });
  throw new Error(
    `the driver of ${name}, ${variant}, ended on Bun with ${signal ?? status}: ${lastWords(stderr)}`,
  );
}

function lastWords(stderr) {
  return stderr.trim().replace(/\s+/g, ' ').slice(-300);
}
