import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const cache = fileURLToPath(new URL('.cache/', import.meta.url));
const script = (name) => fileURLToPath(new URL(`heaps/${name}.mjs`, import.meta.url));

/** Sessions of the agent that make a snapshot of so many megabytes. */
const sessionsFor = (megabytes) => Math.round(megabytes * 24.6 - 90);
const agentHeap = (megabytes) => ({
  name: String(megabytes),
  make: (out) => [script('agent-heap'), out, String(sessionsFor(megabytes))],
});

/** The heaps to run over, by the names that `--sizes` takes. */
export const heaps = [
  ...[25, 250, 1000, 2600].map(agentHeap),
  { name: 'tsc', make: (out) => [script('language-service'), out] },
  { name: 'webpack', make: (out) => [script('bundler'), out] },
];

/** The file of a heap, made when it is not there yet. */
export function snapshotOf({ name, make }) {
  const file = `${cache}${name}.heapsnapshot`;
  if (!existsSync(file)) run(make(file));
  return { name, file, size: statSync(file).size };
}

/** The same heap of an agent as Node and as Bun write it. */
export function agentOnBoth(megabytes, bun) {
  const { file } = snapshotOf(agentHeap(megabytes));
  const onBun = `${cache}${megabytes}-on-bun.heapsnapshot`;
  if (!existsSync(onBun)) execFileSync(bun, agentHeap(megabytes).make(onBun), { stdio: 'inherit' });
  return { v8: file, jsc: onBun };
}

/** Four captures of one process that takes on more sessions between them; the last is about so large. */
export function recordingOf(megabytes) {
  const base = `${cache}recording-${megabytes}.heapsnapshot`;
  const files = [1, 2, 3, 4].map((capture) => `${base}.${capture}`);
  if (!files.every((file) => existsSync(file))) {
    run([script('agent-heap'), base, String(Math.round(sessionsFor(megabytes) / 1.15)), '4']);
  }
  return files;
}

/** Captures of one process in a folder of the caller's; the last is about so large. */
export function capturesOf(megabytes, count, folder) {
  const base = `${folder}/capture.heapsnapshot`;
  const grown = 1 + (count - 1) / 20;
  run([script('agent-heap'), base, String(Math.round(sessionsFor(megabytes) / grown)), String(count)]);
  return Array.from({ length: count }, (_, i) => {
    const file = `${folder}/${i + 1}.heapsnapshot`;
    renameSync(`${base}.${i + 1}`, file);
    return file;
  });
}

function run(args) {
  mkdirSync(cache, { recursive: true });
  console.error(`making ${args.slice(1).join(' ')}`);
  execFileSync(process.execPath, ['--max-old-space-size=14000', ...args], { stdio: 'inherit' });
}
