// Finds the Chromium that tests and screenshots drive, or installs the system's own. A missing one is a failure.
import { execFileSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** How it is started: nothing of it may reach out by itself, and root has no sandbox. */
export const chromiumFlags = [
  '--headless',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
];

/**
 * The path of a Chromium. The variable CHROMIUM names one; else it is looked for in PATH, and installed where this
 * process may do so.
 * @returns {string}
 */
export function ensureChromium() {
  const found = findChromium();
  if (found !== undefined) return found;
  if (process.getuid?.() === 0 && onPath('apt-get') !== undefined) {
    execFileSync('apt-get', ['update'], { stdio: 'ignore' });
    const install = ['install', '-y', '--no-install-recommends', 'chromium', 'fonts-dejavu-core'];
    execFileSync('apt-get', install, {
      stdio: 'ignore',
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
    const installed = findChromium();
    if (installed !== undefined) return installed;
  }
  throw new Error(
    `there is no Chromium here (${names.join(', ')}): install one, or name one in the variable CHROMIUM`,
  );
}

function findChromium() {
  const { CHROMIUM } = process.env;
  if (CHROMIUM !== undefined && CHROMIUM !== '') {
    if (isExecutable(CHROMIUM)) return CHROMIUM;
    throw new Error(`CHROMIUM names ${CHROMIUM}, which cannot be started`);
  }
  return names.map(onPath).find((file) => file !== undefined);
}

function onPath(name) {
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter((folder) => folder !== '');
  return folders.map((folder) => path.join(folder, name)).find(isExecutable);
}

function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Called by vitest before the tests of a browser. */
export default function setup({ provide }) {
  provide('chromium', ensureChromium());
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) console.log(ensureChromium());
