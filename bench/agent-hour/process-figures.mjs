import { readdirSync, readFileSync } from 'node:fs';

const ticksPerSecond = 100;
const kibi = 1024;

/** What the kernel says of one process; undefined once it is gone. */
export function figuresOf(pid) {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const [, rest] = /\) . (.*)/s.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'));
    const numbers = rest.split(' ').map(Number);
    const size = (name) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)[1]) * kibi;
    return {
      rss: size('VmRSS'),
      anonymous: size('RssAnon'),
      peak: size('VmHWM'),
      /** Its own, and that of the children that have ended. */
      cpu: (numbers[10] + numbers[11]) / ticksPerSecond,
      cpuOfEnded: (numbers[12] + numbers[13]) / ticksPerSecond,
    };
  } catch {
    return undefined;
  }
}

/** Those that run now, of a process and of all its threads. */
export function childrenOf(pid) {
  try {
    return readdirSync(`/proc/${pid}/task`).flatMap((thread) =>
      readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8').split(' ').filter(Boolean).map(Number),
    );
  } catch {
    return [];
  }
}
