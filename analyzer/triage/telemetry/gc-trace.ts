import type { Bytes, Millis } from '../../../format/units.ts';
import type { Observation } from './observation.ts';
import type { TelemetryFormat } from './telemetry-format.ts';

/**
 * `[4242:0x5c1e0a0]  311 ms: Scavenge 65.6 (70.6) -> 59.6 (71.6) MB, …` as V8 writes it since Node 8, and without the
 * process as it did before. At its limit it writes the last ones cut off and two on one line.
 */
const collection =
  /(?:\[(\d{1,10}):(?:0x)?([0-9a-f]{4,16})(?::\d{1,4})?\]\s{0,20})?(\d{1,12}) ms: ((?:[A-Z][a-z]{2,12}[ -])?[A-Z][A-Za-z]{2,12}(?:-[A-Za-z]{2,12})?)(?: \([a-z ,-]{1,40}\))* (\d{1,7}(?:\.\d{1,3})?) \(\d{1,7}(?:\.\d{1,3})?\) -> (\d{1,7}(?:\.\d{1,3})?) \((\d{1,7}(?:\.\d{1,3})?)\) MB/g;
const full = /mark-(?:sweep|compact)/i;
const minor = /minor/i;

const lastCollections = '<--- Last few GCs --->';
const stackTrace = /<--- JS stacktrace --->|^=+ JS stack trace =+/;
const fatal =
  /FATAL ERROR: .{0,200}(?:JavaScript heap out of memory|process out of memory|Allocation failed)/;
/** So many lines after a fatal error its collections have come, where they come after it. */
const sameDeath = 8;

const mebi: Bytes = 1024 * 1024;

/** What V8 tells with `--trace-gc`, and before it ends at its heap limit. */
export const gcTrace: TelemetryFormat = {
  name: 'output of node --trace-gc, or the last garbage collections before V8 ran out of memory',
  open() {
    const isolates = new Isolates();
    const death = new Death();
    return {
      read(line, { at }) {
        const said = readLine(line);
        return at === undefined ? said : said?.map((each) => ({ at, ...each }));
      },
      end: () => death.end(isolates),
    };

    function readLine(line: string): readonly Observation[] | undefined {
      if (line.includes(lastCollections)) {
        death.open();
        return [];
      }
      if (fatal.test(line)) return death.fatal(isolates);
      if (stackTrace.test(line)) return death.stackTrace(isolates);
      const before = death.pass(isolates);
      const seen =
        line.includes(' -> ') && line.includes(' ms: ')
          ? [...line.matchAll(collection)].map((match) => isolates.observe(match))
          : [];
      for (const observation of seen) death.see(observation);
      return before.length + seen.length === 0 ? undefined : [...before, ...seen];
    }
  },
};

interface Isolate {
  readonly pid: string | undefined;
  /** The largest that scavenges have left since the last full collection: what they free may not stay free. */
  high: Bytes;
}

/** The isolates of all processes of a log: the first of a process is its main thread, the others its workers. */
class Isolates {
  readonly #isolates = new Map<string, Isolate>();
  readonly #main = new Map<string, string>();

  observe([, process, address, ms, kind, , after, committed]: RegExpExecArray): Observation {
    const isolate = this.#of(process, address);
    const isFull = full.test(kind) && !minor.test(kind);
    const heapUsed = Number(after) * mebi;
    isolate.high = isFull ? heapUsed : Math.max(isolate.high, heapUsed);
    return {
      ...(isolate.pid === undefined ? {} : { pid: isolate.pid }),
      uptime: Number(ms) as Millis,
      memory: {
        heapUsed: isolate.high,
        heapTotal: Number(committed) * mebi,
        ...(isFull ? { heapAfterGc: heapUsed } : {}),
      },
    };
  }

  /** The next isolate of this process is its next life. */
  ended(pid: string | undefined): void {
    this.#main.delete(pid ?? '');
  }

  #of(process = '', address = ''): Isolate {
    const key = `${process}:${address}`;
    const main = this.#main.get(process) ?? key;
    this.#main.set(process, main);
    const known = this.#isolates.get(key);
    if (known !== undefined) return known;
    const name = main === key ? process : `${process} isolate ${address}`;
    const isolate = { pid: name === '' ? undefined : name, high: 0 };
    this.#isolates.set(key, isolate);
    return isolate;
  }
}

/**
 * V8's last words: its last collections, where the program was, and the fatal error, which older versions write before
 * all of it, and some twice. They are one end, told when it is known whose it is.
 */
class Death {
  #state: 'none' | 'fatal' | 'collections' | 'told' = 'none';
  #last: Observation | undefined;
  #sinceFatal = 0;

  /** The last collections follow. */
  open(): void {
    this.#state = 'collections';
    this.#last = undefined;
  }

  see(observation: Observation): void {
    if (this.#state === 'collections') this.#last = observation;
  }

  /** Another line: the collections of a fatal error come at once, or not at all. */
  pass(isolates: Isolates): readonly Observation[] {
    if (this.#state !== 'fatal' || ++this.#sinceFatal <= sameDeath) return [];
    return this.#tell(isolates, 'none');
  }

  /** The collections are complete. */
  stackTrace(isolates: Isolates): readonly Observation[] {
    return this.#state === 'collections' ? this.#tell(isolates, 'told') : [];
  }

  fatal(isolates: Isolates): readonly Observation[] {
    if (this.#state === 'collections') return this.#tell(isolates, 'none');
    if (this.#state === 'told') this.#state = 'none';
    else if (this.#state === 'none') {
      this.#state = 'fatal';
      this.#sinceFatal = 0;
    }
    return [];
  }

  end(isolates: Isolates): readonly Observation[] {
    return this.#state === 'fatal' || this.#state === 'collections' ? this.#tell(isolates, 'none') : [];
  }

  #tell(isolates: Isolates, next: 'none' | 'told'): readonly Observation[] {
    const { pid, uptime, memory } = this.#last ?? { memory: {} as Observation['memory'] };
    this.#state = next;
    this.#last = undefined;
    isolates.ended(pid);
    return [
      {
        ...(pid === undefined ? {} : { pid }),
        ...(uptime === undefined ? {} : { uptime }),
        memory: {},
        end: { how: 'heap-limit', ...(memory.heapUsed === undefined ? {} : { size: memory.heapUsed }) },
      },
    ];
  }
}
