import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../../node_modules/@memlab/cli/bin/memlab.js', import.meta.url));
const clusterStart = /^--Similar leaks in this run/m;

export const memlabIsInstalled = () => existsSync(program);

/**
 * The clusters of `memlab find-leaks --trace-all-objects`, in its order: of what was made between the first and the
 * third capture and is alive in the last. Of many objects memlab draws a random sample, so that runs may differ.
 */
export function judgeByMemlab(files) {
  const folder = mkdtempSync(join(tmpdir(), 'memlab-'));
  try {
    const roles = ['--baseline', files[0], '--target', files[2], '--final', files[3]];
    const words = [program, 'find-leaks', ...roles, '--trace-all-objects', '--work-dir', folder];
    const { status, signal } = spawnSync(process.execPath, words, { stdio: 'ignore', timeout: 120_000 });
    if (status !== 0) throw new Error(`memlab ends with ${signal ?? status}`);
    return clustersIn(readFileSync(join(folder, 'data/out/leaks.txt'), 'utf8'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function clustersIn(text) {
  return text
    .split(clusterStart)
    .slice(1)
    .map((cluster) => ({ text: cluster, title: cluster.trim().split('\n').at(-1).trim() }));
}
