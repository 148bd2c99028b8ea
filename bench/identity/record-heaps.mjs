import { mkdirSync } from 'node:fs';
import { capturesOf } from '../heaps.mjs';

/** Four captures of an agent with many sessions, of so many megabytes: what time and memory are measured on. */
export function recordersOfHeaps() {
  return [60, 250].map((megabytes) => ({
    name: `large/agent-${megabytes}`,
    make: (out) => {
      mkdirSync(out, { recursive: true });
      capturesOf(megabytes, 4, out);
    },
  }));
}
