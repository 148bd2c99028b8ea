import type { Bytes } from '../../../format/units.ts';
import type { TelemetryFormat } from './telemetry-format.ts';

/** `Killed process 4242 (node), UID 1000, total-vm:…kB, anon-rss:…kB, file-rss:…kB`, of the kernels from 3 to 6. */
const killed =
  /\bKilled process (\d{1,10}) \((.{1,40}?)\),?(?: UID \d{1,10},)? total-vm:\d{1,20}kB, anon-rss:(\d{1,20})kB(?:, file-rss:(\d{1,20})kB)?(?:, shmem-rss:(\d{1,20})kB)?/;
/** `earlyoom` kills before the kernel has to. */
const early =
  /\bsending SIG(?:TERM|KILL) to process (\d{1,10}) (?:uid \d{1,10} )?"(.{1,40}?)".{0,80}VmRSS (\d{1,12}) MiB/;
const limit = /^memory: usage \d{1,20}kB, limit (\d{1,20})kB/;
/** A control group was full, and not the machine. */
const ofGroup = /\bMemory cgroup out of memory|\bconstraint=CONSTRAINT_MEMCG\b/;
/** What the kernel tells besides, with sizes that are no samples. */
const asides =
  /\binvoked oom-killer\b|^oom_reaper: |^oom-kill:|^Out of memory: Kill process |^Memory cgroup out of memory: Kill process |\boom_score_adj\b/;

const kibi: Bytes = 1024;

/** What the kernel's killer writes into dmesg, syslog and the journal: how large a process was when it was killed. */
export const kernelOom: TelemetryFormat = {
  name: 'kernel messages about processes killed because memory ran out',
  open() {
    let cgroupLimit: Bytes | undefined;
    let inGroup = false;
    /** Whose the victim is: all of a machine may be called node. */
    let service: string | undefined;
    return {
      read(line, { at }) {
        const told = limit.exec(line);
        if (told !== null) {
          // 2^63 stands for none.
          cgroupLimit = Number(told[1]) < 2 ** 50 ? Number(told[1]) * kibi : undefined;
          return [];
        }
        inGroup ||= ofGroup.test(line);
        service = serviceIn(line) ?? service;
        const victim = killed.exec(line);
        const earlyVictim = victim === null ? early.exec(line) : null;
        if (victim === null && earlyVictim === null) return asides.test(line) ? [] : undefined;
        const [pid, name, size] =
          victim === null
            ? [earlyVictim![1], earlyVictim![2], Number(earlyVictim![3]) * kibi * kibi]
            : [victim[1], victim[2], sum(victim.slice(3)) * kibi];
        const end = {
          how: 'kernel' as const,
          name,
          size,
          ...(victim === null
            ? {}
            : { scope: inGroup || cgroupLimit !== undefined ? ('cgroup' as const) : ('machine' as const) }),
          ...(cgroupLimit === undefined ? {} : { limit: cgroupLimit }),
          ...(service === undefined ? {} : { service }),
        };
        cgroupLimit = undefined;
        inGroup = false;
        service = undefined;
        return [{ pid, ...(at === undefined ? {} : { at }), memory: {}, end }];
      },
    };
  },
};

/** The unit or the container of the victim, by its control group. */
function serviceIn(line: string): string | undefined {
  const group = /\btask_memcg=([^,\s]{1,400})/.exec(line)?.[1];
  if (group === undefined) return undefined;
  const unit = /\/([\w@.\\:-]{1,120}\.service)(?:\/|$)/.exec(group)?.[1];
  const container = /(?:^|[/-])([0-9a-f]{12})[0-9a-f]{52}(?:\.scope)?$/.exec(group)?.[1];
  return unit ?? (container === undefined ? undefined : `container ${container}`);
}

function sum(numbers: ReadonlyArray<string | undefined>): number {
  return numbers.reduce((total, number) => total + Number(number ?? 0), 0);
}
