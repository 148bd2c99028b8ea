import type { MemorySample } from '../../format/memory-sample.ts';
import type { TargetDescription } from '../../format/recording.ts';
import type { RingDeath, RingEntry, RingTarget } from '../../format/ring-entry.ts';
import type { ObservedProcess } from '../triage/judge-processes.ts';
import type { LifeEnd } from '../triage/life-end.ts';
import { oldSpaceLimit, scriptOf } from '../triage/script-of-command.ts';
import { holderInRing, type NamedHolder } from './holders.ts';

/** What a ring tells of its process. */
export interface RingEvidence {
  readonly process: ObservedProcess;
  readonly holder?: NamedHolder;
  /** What else was seen in the last moments, in words. */
  readonly last: readonly string[];
}

/** @param older samples of the same process from before the ring, as its ledger has them */
export function ringEvidence(
  entries: readonly RingEntry[],
  older: readonly MemorySample[] = [],
): RingEvidence | undefined {
  const target = entries.find((entry): entry is RingTarget => entry.kind === 'target')?.target;
  if (target === undefined) return undefined;
  const pid = String(target.pid);
  const samples = merged(
    older,
    entries.flatMap((entry) => (entry.kind === 'sample' ? [entry.memory] : [])),
  );
  const death = entries.findLast((entry): entry is RingDeath => entry.kind === 'death');
  const { startedAt } = target;
  const holder = holderInRing(entries);
  return {
    process: {
      pid,
      service: serviceOfCommand(target.command),
      readings: samples.map((sample) => (startedAt === undefined ? { sample } : { sample, startedAt })),
      ...(death === undefined ? {} : { ends: [endOf(death, target)] }),
    },
    ...(holder === undefined ? {} : { holder: { pid, holder } }),
    last: lastWords(entries),
  };
}

/** What runs again under this name. */
export function serviceOfCommand(command: readonly string[]): string {
  return scriptOf(command) ?? command[0] ?? 'the process';
}

function endOf(
  { at, oomKills = 0, signal, exitCode, abrupt }: RingDeath,
  { startedAt, command }: TargetDescription,
): LifeEnd {
  const age = startedAt === undefined || startedAt > at ? {} : { age: at - startedAt };
  const heapLimit = oldSpaceLimit(command);
  const about = { at, ...age, ...(heapLimit === undefined ? {} : { heapLimit }) };
  if (oomKills > 0) return { ...about, how: 'kernel', counted: true, scope: 'cgroup' };
  if (signal === 'SIGKILL') return { ...about, how: 'killed', signal };
  if (signal !== undefined) return { ...about, how: 'crash', signal };
  if (exitCode !== undefined) return { ...about, how: 'exited' };
  return { ...about, how: 'gone', ...(abrupt === undefined ? {} : { abrupt }) };
}

function merged(older: readonly MemorySample[], newer: readonly MemorySample[]): readonly MemorySample[] {
  const known = new Set(newer.map(({ at }) => at));
  return [...older.filter(({ at }) => !known.has(at)), ...newer].toSorted((a, b) => a.at - b.at);
}

/** The kernel's words about the memory around it, and why there was no closer look. */
function lastWords(entries: readonly RingEntry[]): readonly string[] {
  const around = entries.findLast((entry) => entry.kind === 'surroundings');
  const refused = entries.findLast((entry) => entry.kind === 'refused');
  const pressure = around?.kind === 'surroundings' ? around.pressure : undefined;
  return [
    ...(pressure !== undefined && pressure >= 0.01
      ? [`its control group waited for memory in ${Math.round(pressure * 100)} % of the last seconds`]
      : []),
    ...(refused?.kind === 'refused' ? [`the last close look was refused: ${refused.reason}`] : []),
  ];
}
