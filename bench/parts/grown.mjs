import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { readMappings } from '../../dist/probes/mappings/read-mappings.js';
import { residentPartsIn } from '../../dist/probes/mappings/resident-parts.js';

const grower = fileURLToPath(new URL('grower.cjs', import.meta.url));
const mebi = 2 ** 20;

/** What each program grows, by the parts that the growth may be reported as. */
export const growers = {
  heap: ['heap'],
  'heap of workers': ['heap'],
  'large Buffers': ['arrayBuffers', 'external'],
  'small Buffers': ['arrayBuffers', 'external'],
  'growing ArrayBuffers': ['arrayBuffers', 'external'],
  'shared ArrayBuffers': ['arrayBuffers', 'external'],
  WebAssembly: ['wasm', 'external'],
  'zlib state': ['mallocHeap', 'mallocArenas', 'mallocBlocks'],
};

/** Reads the parts of a program before and after it grew one of them. */
export async function growOnce({ binary, args = [], environment = {}, engine, program }) {
  const child = spawn(binary, [...args, grower, program], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, ...environment },
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  try {
    const before = await reading(child.pid, engine, JSON.parse((await lines.next()).value));
    child.stdin.write('grow\n');
    const after = await reading(child.pid, engine, JSON.parse((await lines.next()).value));
    return { before, after };
  } finally {
    child.kill('SIGKILL');
  }
}

async function reading(pid, engine, figures) {
  const mappings = await readMappings(pid, engine);
  const [, rss] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return { figures, rss: Number(rss) * 1024, ...residentPartsIn(mappings, engine, figures) };
}

/** How much of the growth is in the parts that it belongs to, and how far the parts are from resident memory. */
export function judged(program, { before, after }) {
  const gain = (part) => (after.sizes[part] ?? 0) - (before.sizes[part] ?? 0);
  const grown = after.resident - before.resident;
  const right = growers[program].reduce((sum, part) => sum + gain(part), 0);
  const parts = Object.keys(after.sizes)
    .filter((part) => Math.abs(gain(part)) >= mebi)
    .sort((a, b) => gain(b) - gain(a))
    .map((part) => `${part} ${gain(part) < 0 ? '' : '+'}${Math.round(gain(part) / mebi)}`);
  const sum = Object.values(after.sizes).reduce((all, size) => all + size, 0);
  const { physical } = after.figures;
  return {
    grown,
    right: right / grown,
    parts,
    off: (sum - after.rss) / after.rss,
    heapOff: physical === undefined ? undefined : (after.sizes.heap ?? 0) - physical,
  };
}
