import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const roundsScript = fileURLToPath(new URL('rounds.mjs', import.meta.url));
const timeout = 300_000;

/** The four captures of a run, oldest first; the program is installed and run when they are not in the cache. */
export function capturesOf(run) {
  const files = [1, 2, 3, 4].map((round) => `${run.folder}snaps/r${round}.heapsnapshot`);
  if (files.every((file) => existsSync(file))) return files;
  console.error(`capturing ${run.name}, ${run.variant}`);
  installRun(run);
  runRounds(run, `${run.folder}snaps/`);
  return files;
}

export function installRun({ name, variant, source, folder, dependencies }) {
  mkdirSync(folder, { recursive: true });
  const manifest = JSON.parse(readFileSync(`${source}package.json`, 'utf8'));
  manifest.dependencies = { ...manifest.dependencies, ...dependencies };
  writeFileSync(`${folder}package.json`, JSON.stringify(manifest, null, 2));
  copyFileSync(`${source}driver.mjs`, `${folder}driver.mjs`);
  if (Object.keys(manifest.dependencies).length === 0 || existsSync(`${folder}node_modules`)) return;
  copyFileSync(`${source}package-lock.${variant}.json`, `${folder}package-lock.json`);
  const options = ['--ignore-scripts', '--legacy-peer-deps', '--prefer-offline', '--no-audit', '--no-fund'];
  const { status, stderr } = spawnSync('npm', ['ci', ...options], { cwd: folder, encoding: 'utf8', timeout });
  if (status !== 0) throw new Error(`npm ci fails for ${name}, ${variant}: ${stderr.slice(-400)}`);
}

/** Into the folder `snaps`, on this Node or another. */
export function runRounds({ name, variant, folder, iterations, warmup }, snaps, node = process.execPath) {
  rmSync(snaps, { recursive: true, force: true });
  mkdirSync(snaps);
  const env = {
    ...process.env,
    NODE_ENV: 'production',
    VARIANT: variant,
    ITER: String(iterations),
    WARMUP: String(warmup),
    SNAPS: snaps,
  };
  const { status, signal, stderr } = spawnSync(node, ['--expose-gc', roundsScript], {
    cwd: folder,
    env,
    encoding: 'utf8',
    timeout,
    maxBuffer: 2 ** 26,
  });
  if (status === 0) return;
  // A half set of captures must not pass for a whole one the next time.
  rmSync(snaps, { recursive: true, force: true });
  throw new Error(`the driver of ${name}, ${variant}, ended with ${signal ?? status}: ${stderr.slice(-400)}`);
}
