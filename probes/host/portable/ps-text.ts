import type { Bytes, EpochMillis, Millis } from '../../../format/units.ts';

/** One process in the output of `ps`. */
export interface PsRow {
  readonly pid: number;
  readonly parent: number;
  readonly uid: number;
  readonly rss: Bytes;
  readonly virtualSize: Bytes;
  /** `S`, `T`, `Z`, … and marks behind it. */
  readonly state: string;
  readonly startedAt: EpochMillis;
  readonly cpu: Millis;
  /** Its arguments with spaces between them: where one ends is not told. */
  readonly command: string;
}

/** What is asked for, with no headings. All of it is known to the `ps` of Linux, macOS and the BSDs. */
export const psColumns = 'pid=,ppid=,uid=,rss=,vsz=,stat=,time=,lstart=,args=';

/** `Mon Nov 30 17:34:46 2026` are five words. */
const row =
  /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s+(\S+)\s+(\S+)\s+(\S+\s+\S+\s+\d+\s+[\d:]+\s+\d{4})\s?(.*)$/;

export function parsePs(text: string): readonly PsRow[] {
  return text.split('\n').flatMap((line) => {
    const [, pid, parent, uid, rss, virtualSize, state, time, start, command] = row.exec(line) ?? [];
    if (pid === undefined) return [];
    return [
      {
        pid: Number(pid),
        parent: Number(parent),
        uid: Number(uid),
        rss: Number(rss) * 1024,
        virtualSize: Number(virtualSize) * 1024,
        state: state!,
        startedAt: Date.parse(`${start} UTC`),
        cpu: processorTime(time!),
        command: command!.trim(),
      },
    ];
  });
}

/** `1-02:03:04` and `02:03:04` on Linux, `123:04.56` on macOS: days, hours, minutes, seconds. */
export function processorTime(text: string): Millis {
  const [days, clock] = text.includes('-') ? text.split('-') : ['0', text];
  const seconds = clock!.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);
  return Math.round((Number(days) * 86_400 + seconds) * 1000);
}

/**
 * `NAME=value` each, behind the command in the output of `ps eww`. A value may hold spaces: it ends at the next word that looks
 * like a name.
 */
export function environmentIn(text: string, command: string): readonly string[] {
  const behind = text.trim().startsWith(command) ? text.trim().slice(command.length) : '';
  return behind.split(/\s+(?=[A-Za-z_]\w*=)/).filter((entry) => entry.includes('='));
}
