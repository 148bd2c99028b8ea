// Makes the lock file of a program again: node bench/agents/refresh-lock.mjs NAME
// `npm ci` refuses a lock that names an optional package which the registry does not have, for example the binary for
// another system. Those names are left out: nobody could install them.
import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL(`locks/${process.argv[2]}`, import.meta.url));
const file = join(folder, 'package-lock.json');
rmSync(file, { force: true });
const options = ['--package-lock-only', '--ignore-scripts', '--omit-lockfile-registry-resolved'];
execFileSync('npm', ['install', ...options], { cwd: folder, stdio: 'inherit' });

const lock = JSON.parse(readFileSync(file, 'utf8'));
const present = new Set(Object.keys(lock.packages).map((path) => path.split('node_modules/').at(-1)));
for (const entry of Object.values(lock.packages)) {
  for (const name of Object.keys(entry.optionalDependencies ?? {})) {
    if (!present.has(name)) delete entry.optionalDependencies[name];
  }
}
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
