import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Millis } from '../../format/units.ts';

/** V8 collects all garbage of so small a heap each ten minutes by itself, and lets it grow by 8 MB until then. */
const collectEvery: Millis = 60_000;

/**
 * For a process that looks once in a second, for weeks, beside a target that needs the memory: its young generation stays
 * as small as it begins (it would grow to 32 MiB), garbage is collected each minute (10 ms), and nothing is optimized
 * for speed, which takes 4 MiB of Node's own code into memory. To be called before anything is loaded.
 */
export function staySmall(): void {
  // V8's flags mean nothing to another engine.
  if ('bun' in process.versions) return;
  for (const flag of ['--semi-space-growth-factor=1', '--no-opt', '--optimize-for-size', '--expose-gc'])
    setFlagsFromString(flag);
  const collect = runInNewContext('gc') as () => void;
  setInterval(collect, collectEvery).unref();
}
