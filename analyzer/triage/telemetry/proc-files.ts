import type { MemorySample } from '../../../format/memory-sample.ts';
import type { Bytes, EpochMillis } from '../../../format/units.ts';
import type { Observation } from './observation.ts';
import type { TelemetryFormat } from './telemetry-format.ts';

type Memory = { -readonly [Name in keyof Observation['memory']]: MemorySample[Name] };
type SizeName = 'rss' | 'rssAnonymous' | 'virtualSize' | 'swap';

/** Lines of /proc/PID/status, smaps_rollup and smaps that tell sizes. `Pss` stands in where `Rss` was cut away. */
const sizes: Readonly<Record<string, SizeName | 'pss' | 'total' | 'available'>> = {
  VmRSS: 'rss',
  VmSize: 'virtualSize',
  RssAnon: 'rssAnonymous',
  VmSwap: 'swap',
  Rss: 'rss',
  Pss: 'pss',
  Anonymous: 'rssAnonymous',
  Swap: 'swap',
  MemTotal: 'total',
  MemAvailable: 'available',
};
const entry = /^([A-Za-z_()]{2,30}):\s{1,40}(\d{1,20})(?: (kB))?\s*$/;
/** Where the memory of one mapping begins in smaps; those of a process come in the order of their addresses. */
const mapping = /^([0-9a-f]{4,16})-[0-9a-f]{4,16} [rwxsp-]{4} [0-9a-f]{8,16} /;
const name = /^Name:\s{1,40}\S/;
const kibi: Bytes = 1024;

/**
 * `cat /proc/PID/status`, `smaps_rollup`, `smaps` and `/proc/meminfo`, again and again: sizes in lines of their own.
 * Whatever stood in the record before comes back at the beginning of the next one. Mappings of smaps are added up.
 */
export const procFiles: TelemetryFormat = {
  name: '/proc/PID/status, smaps_rollup or meminfo, repeated',
  open(head) {
    if (!head.some((line) => sizes[entry.exec(line)?.[1] ?? ''] !== undefined && line.includes('kB')))
      return undefined;
    let record = new ProcRecord();
    function next(at: EpochMillis | undefined): readonly Observation[] {
      const said = record.observation();
      record = new ProcRecord();
      record.at = at;
      return said;
    }
    return {
      read(line, { at }) {
        const mapped = mapping.exec(line);
        if (mapped !== null) {
          const address = Number.parseInt(mapped[1], 16);
          const goesOn = !line.includes('[rollup]') && address > record.address && at === record.at;
          const said = goesOn ? [] : next(at);
          record.address = address;
          return said;
        }
        if (name.test(line)) return next(at);
        const told = entry.exec(line);
        if (told === null) return undefined;
        const [, key, value, unit] = told;
        const repeats = record.address < 0 && record.has(key);
        const said = repeats || (record.isEmpty === false && at !== record.at) ? next(at) : [];
        record.at = at;
        record.take(key, Number(value), unit === 'kB');
        return said;
      },
      end: () => record.observation(),
    };
  },
};

/** What is told of one process at one moment. */
class ProcRecord {
  at: EpochMillis | undefined;
  /** Of the last mapping; below zero if there are none. */
  address = -1;
  #pid: string | undefined;
  readonly #keys = new Set<string>();
  readonly #memory: Memory = {};
  #pss: Bytes | undefined;
  #total: Bytes | undefined;

  get isEmpty(): boolean {
    return this.#keys.size === 0;
  }

  has(key: string): boolean {
    return this.#keys.has(key);
  }

  take(key: string, value: number, isSize: boolean): void {
    this.#keys.add(key);
    if (key === 'Pid' && !isSize) this.#pid = String(value);
    else if (key === 'Threads' && !isSize) this.#memory.threads = value;
    const field = isSize ? sizes[key] : undefined;
    if (field === undefined) return;
    const size = value * kibi;
    if (field === 'pss') this.#pss = (this.#pss ?? 0) + size;
    else if (field === 'total') this.#total = size;
    else if (field === 'available') this.#memory.machineAvailable = size;
    else this.#memory[field] = (this.#memory[field] ?? 0) + size;
  }

  observation(): readonly Observation[] {
    const memory = { ...this.#memory };
    const { rss = this.#pss, machineAvailable } = memory;
    if (rss !== undefined) memory.rss = rss;
    else if (this.#total !== undefined && machineAvailable !== undefined)
      memory.machineUsed = this.#total - machineAvailable;
    if (Object.keys(memory).length === 0) return [];
    const pid = this.#pid;
    return [
      { ...(pid === undefined ? {} : { pid }), ...(this.at === undefined ? {} : { at: this.at }), memory },
    ];
  }
}
