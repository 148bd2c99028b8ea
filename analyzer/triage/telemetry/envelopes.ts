import type { EpochMillis } from '../../../format/units.ts';
import type { Moments } from './moments.ts';

/** What a logger, a supervisor or a container runtime writes around a program's line. */
export interface Unwrapped {
  readonly text: string;
  readonly at?: EpochMillis | undefined;
  /** Whose line it is, as the wrapper calls it: lines of several programs come mixed. */
  readonly source?: string | undefined;
  readonly pid?: string | undefined;
  /** The program or unit that the line's process is one of. */
  readonly service?: string | undefined;
}

/** Undefined if the line is not in this envelope. Patterns are anchored and bounded: lines may be long. */
type Envelope = (line: string, moments: Moments) => Unwrapped | undefined;

const iso = String.raw`\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:?\d\d)?`;
const cri = new RegExp(`^(${iso}) std(?:out|err) [FP] `);
const leadingIso = new RegExp(`^(${iso}):?[ \\t]`);
const bracketedStamp = /^\[([^\]]{8,40})\]:? /;
const syslog = new RegExp(
  String.raw`^(?:<\d{1,3}>)?([A-Z][a-z]{2} {1,2}\d{1,2} \d\d:\d\d:\d\d(?:\.\d{1,9})?|${iso}) (?:[\w.-]{1,80} )?(?:kernel|([\w./@-]{1,80})\[([\w.-]{1,40})\]): ?`,
);
const bareSyslogStamp = /^([A-Z][a-z]{2} {1,2}\d{1,2} \d\d:\d\d:\d\d(?:\.\d{1,9})?) /;
const printk = /^\[ {0,6}(\d{1,9}\.\d{6})\] /;
const pm2 = /^(\d{1,4}\|[^|\s]{1,60}) {1,40}\| ?/;
const compose = /^([A-Za-z0-9][\w.-]{0,62}) {1,40}\| ?/;
const podPrefix = /^\[?pod\/([^/\]\s]{1,120})\/([^\]\s]{1,120})\]? /;

const envelopes: readonly Envelope[] = [
  /** Docker's json-file, one object a line. */
  (line) => {
    if (!line.startsWith('{"log":')) return undefined;
    const { log, stream, time } = objectOf(line);
    if (typeof log !== 'string' || stream === undefined) return undefined;
    return {
      text: log.replace(/\r?\n$/, ''),
      at: typeof time === 'string' ? known(Date.parse(time)) : undefined,
    };
  },
  /** `journalctl -o json`. */
  (line) => {
    if (!line.startsWith('{') || !line.includes('"__REALTIME_TIMESTAMP"')) return undefined;
    const {
      MESSAGE,
      __REALTIME_TIMESTAMP: micros,
      _PID: pid,
      _SYSTEMD_UNIT: unit,
      SYSLOG_IDENTIFIER: program,
    } = objectOf(line);
    if (typeof MESSAGE !== 'string') return undefined;
    return {
      text: MESSAGE,
      at: known(Number(micros) / 1_000),
      pid: typeof pid === 'string' ? pid : undefined,
      service: typeof unit === 'string' ? unit : typeof program === 'string' ? program : undefined,
    };
  },
  /** Container Runtime Interface, as kubelet keeps it: `TIME stdout F text`. */
  (line, moments) => stamped(cri.exec(line), line, moments),
  /** syslog and journald: `Nov 21 12:02:57 host app[4711]: text`. */
  (line, moments) => {
    const match = syslog.exec(line);
    if (match === null) return undefined;
    const [all, stamp, program, id] = match;
    const isPid = id !== undefined && /^\d+$/.test(id);
    return {
      text: line.slice(all.length),
      at: moments.find(stamp),
      source: id === undefined ? undefined : isPid ? `${program}[${id}]` : id,
      pid: isPid ? id : undefined,
      service: isPid ? program : undefined,
    };
  },
  /** The kernel's own clock counts from the machine's start. */
  (line) => {
    const match = printk.exec(line);
    return match === null ? undefined : { text: line.slice(match[0].length), at: Number(match[1]) * 1_000 };
  },
  (line) => sourced(pm2.exec(line), line),
  (line) => sourced(compose.exec(line), line),
  (line) => sourced(podPrefix.exec(line), line),
  /** `docker logs -t`, `kubectl logs --timestamps`, `ts`. */
  (line, moments) => stamped(leadingIso.exec(line), line, moments),
  (line, moments) => stamped(bareSyslogStamp.exec(line), line, moments),
  /** `[12:02:57] text`, and `dmesg -T`. */
  (line, moments) => {
    const match = bracketedStamp.exec(line);
    const at = match === null ? undefined : moments.findAlone(match[1]);
    return at === undefined ? undefined : { text: line.slice(match![0].length), at };
  },
];

/** Envelopes around envelopes: compose around the runtime's stamp around the program's own. */
const mostEnvelopes = 4;

/** What the program itself wrote. The outermost stamp counts, and the innermost name. */
export function unwrap(line: string, moments: Moments): Unwrapped {
  let content: Unwrapped = { text: line };
  for (let i = 0; i < mostEnvelopes; i++) {
    const inner = opened(content.text, moments);
    if (inner === undefined) return content;
    content = {
      text: inner.text,
      at: content.at ?? inner.at,
      source: inner.source ?? content.source,
      pid: inner.pid ?? content.pid,
      service: inner.service ?? content.service,
    };
  }
  return content;
}

function opened(line: string, moments: Moments): Unwrapped | undefined {
  for (const open of envelopes) {
    const inner = open(line, moments);
    if (inner !== undefined) return inner;
  }
  return undefined;
}

function stamped(match: RegExpExecArray | null, line: string, moments: Moments): Unwrapped | undefined {
  if (match === null) return undefined;
  const at = moments.find(match[1]);
  return at === undefined ? undefined : { text: line.slice(match[0].length), at };
}

function sourced(match: RegExpExecArray | null, line: string): Unwrapped | undefined {
  return match === null ? undefined : { text: line.slice(match[0].length), source: match[1] };
}

function objectOf(line: string): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(line) as Record<string, unknown>;
  } catch {
    return {};
  }
}

function known(at: number): EpochMillis | undefined {
  return Number.isFinite(at) ? at : undefined;
}
