import { bytes, duration } from '../../format/quantities.ts';
import type { Cause } from './cause-of-death.ts';
import type { LifeGrowth } from './growth-of-life.ts';
import { ageOf, type EndedLife, isSeen } from './lives.ts';

/** The death in one line: `web (pid 4711) died at its heap limit of 4.0 GiB after 19 h, growing 210 MiB/h`. */
export function deathSentence(life: EndedLife, cause: Cause, growth: LifeGrowth): string {
  const age = ageOf(life);
  const after = age === undefined ? '' : ` after ${duration(age)}`;
  const words = growth.words === '' && !isSeen(life) ? 'without a record of its memory' : growth.words;
  const likely = cause.confidence > 0 && cause.confidence < 0.9 ? 'probably ' : '';
  return `${nameOf(life)} ${likely}${endWords(life, cause)}${after}${joined(words)}`;
}

/** How a reader knows the life: `web (pid 4711)`, `pid 4711`, `the process`. */
export function nameOf({ service, pid, life }: EndedLife): string {
  const id = pid !== undefined && /^\d+$/.test(pid) ? `pid ${pid}` : undefined;
  const number = life === undefined ? undefined : `life ${life}`;
  const name = service ?? id ?? 'the process';
  const more = [...(name === id || id === undefined ? [] : [id]), ...(number === undefined ? [] : [number])];
  return more.length === 0 ? name : `${name} (${more.join(', ')})`;
}

function endWords({ end }: EndedLife, { cause, size, limit }: Cause): string {
  const at = size === undefined ? '' : ` at ${bytes(size)}`;
  const signal = end?.signal === undefined ? '' : ` (${end.signal})`;
  switch (cause) {
    case 'heap-limit':
      if (limit !== undefined) return `died at its heap limit of ${bytes(limit)}`;
      return size === undefined ? 'died at its heap limit' : `died at its heap limit of about ${bytes(size)}`;
    case 'kernel':
      return `was killed by the kernel${at}${kernelWords(end?.scope, limit)}`;
    case 'container':
      return end?.reason === undefined
        ? `was killed at its memory limit${limit === undefined ? at : ` of ${bytes(limit)}`}`
        : `was killed${at} because ${end.reason}`;
    case 'restart-limit':
      return `was restarted${at} because it passed its limit${limit === undefined ? '' : ` of ${bytes(limit)}`}`;
    case 'crash':
      return `crashed${signal}${at}`;
    case 'killed':
      return `was killed from outside${signal}${end?.reason === undefined ? '' : ` because ${end.reason}`}`;
    case 'exited':
      return 'ended by itself';
    case 'unknown':
      return 'ended for a reason that nothing tells';
  }
}

function kernelWords(scope: 'cgroup' | 'machine' | undefined, limit: number | undefined): string {
  if (limit !== undefined) return ` (limit of its control group: ${bytes(limit)})`;
  if (scope === 'cgroup') return ' (its control group was full)';
  return scope === 'machine' ? ' (the machine was full)' : '';
}

function joined(words: string): string {
  if (words === '') return '';
  return words.startsWith('with') ? ` ${words}` : `, ${words}`;
}
