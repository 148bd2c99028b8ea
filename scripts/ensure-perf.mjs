// Finds perf, or installs the system's own where this process may do so. Machines without it, or that do not allow it, are
// many: what needs it tells so, and tests of that run there.
import { execFileSync, spawnSync } from 'node:child_process';
import process from 'node:process';
import { pathToFileURL } from 'node:url';

/**
 * Whether page faults of a process can be recorded here.
 * @returns {boolean}
 */
export function ensurePerf() {
  if (worksHere()) return true;
  const isThere = spawnSync('perf', ['--version'], { stdio: 'ignore' }).error === undefined;
  if (isThere || process.getuid?.() !== 0 || spawnSync('apt-get', ['--version'], { stdio: 'ignore' }).error)
    return false;
  try {
    execFileSync('apt-get', ['update'], { stdio: 'ignore' });
    execFileSync('apt-get', ['install', '-y', '--no-install-recommends', 'linux-perf'], {
      stdio: 'ignore',
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
  } catch {
    // Another system calls its package by another name.
    return false;
  }
  return worksHere();
}

function worksHere() {
  const { status } = spawnSync(
    'perf',
    ['record', '-q', '-e', 'page-faults:u', '-o', '/dev/null', '--', 'true'],
    {
      stdio: 'ignore',
    },
  );
  return status === 0;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href)
  console.log(ensurePerf() ? 'perf works' : 'no perf');
