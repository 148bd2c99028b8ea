// Where a program runs: an own home, an own working folder and no network but the mock model.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Its note is what the model of the script reads. */
export function makePlace({ folder, model, runtime, inspectorEnv = {} }) {
  const root = mkdtempSync(join(tmpdir(), 'agent-'));
  const [home, work] = [join(root, 'home'), join(root, 'work')];
  for (const path of [home, work]) mkdirSync(path, { recursive: true });
  const note = join(work, 'note.txt');
  writeFileSync(note, Array.from({ length: 60 }, (_, line) => `Line ${line} of the note.`).join('\n'));
  return {
    folder,
    model,
    runtime,
    inspectorEnv,
    home,
    work,
    note,
    log: join(root, 'program.log'),
    env: environment(home, root),
    remove: () => remove(root),
  };
}

/** Nothing of the caller's but the path to programs: no keys, no options of Node, no proxies. */
function environment(home, root) {
  const inHome = (path) => join(home, path);
  return {
    PATH: process.env.PATH,
    LANG: 'C.UTF-8',
    HOME: home,
    TMPDIR: root,
    XDG_CONFIG_HOME: inHome('.config'),
    XDG_DATA_HOME: inHome('.local/share'),
    XDG_STATE_HOME: inHome('.local/state'),
    XDG_CACHE_HOME: inHome('.cache'),
    DO_NOT_TRACK: '1',
    CI: '1',
    NO_COLOR: '1',
    NO_UPDATE_NOTIFIER: '1',
  };
}

/** What a program's children still write may keep a folder alive: that is no reason to lose a recording. */
function remove(root) {
  try {
    rmSync(root, { recursive: true, force: true, maxRetries: 8, retryDelay: 200 });
  } catch (error) {
    console.error(`left behind: ${root} (${error.code})`);
  }
}
