import { readdirSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

/** What the recorder keeps beside the recordings: programs that ran, and what other benches share. */
const others = ['made', 'programs'];
const manifests = ['recording.json', 'tree.json'];
const isSnapshot = (name) => /\.heapsnapshot(\.gz)?$/.test(name);

/**
 * Everything in a folder that the command can judge, at any depth: recordings, folders of loose snapshots, and the files
 * of a folder `telemetry`.
 * @returns `{ name, words, bytes, state }`: `words` for the command; `state` changes when the files do
 */
export function recordingsIn(root, folder = root) {
  const entries = readdirSync(folder, { withFileTypes: true }).filter(({ name }) => !name.startsWith('.'));
  const names = entries.map(({ name }) => name);
  if (manifests.some((name) => names.includes(name))) return questionsAbout(root, folder);
  const snapshots = names
    .filter(isSnapshot)
    .toSorted()
    .map((name) => join(folder, name));
  if (snapshots.length > 0) return [described(root, folder, ['analyze', ...snapshots])];
  return entries
    .filter(({ name }) => folder !== root || !others.includes(name))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return recordingsIn(root, path);
      return isTelemetry(root, path) ? [described(root, path, ['triage', path])] : [];
    });
}

/** Of a recording the trend of its memory is asked for by itself as well: much of it is not told beside suspects. */
function questionsAbout(root, folder) {
  const whole = described(root, folder, ['analyze', folder]);
  return [whole, { ...whole, name: `${whole.name}, its memory`, words: ['triage', folder], bytes: 0 }];
}

function isTelemetry(root, path) {
  return relative(root, path).split(sep)[0] === 'telemetry';
}

function described(root, path, words) {
  const files = filesIn(path);
  const ours = files.filter(({ path }) => !path.endsWith('/report.json'));
  return {
    name: relative(root, path),
    words,
    bytes: ours.filter(({ path }) => isSnapshot(path)).reduce((sum, { size }) => sum + size, 0),
    state: ours.map(({ path, size, mtimeMs }) => `${path} ${size} ${mtimeMs}`).join('\n'),
  };
}

function filesIn(path) {
  const stat = statSync(path);
  if (!stat.isDirectory()) return [{ path, size: stat.size, mtimeMs: stat.mtimeMs }];
  return readdirSync(path)
    .toSorted()
    .flatMap((name) => filesIn(join(path, name)));
}
