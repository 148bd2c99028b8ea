import { heldWords } from '../../analyzer/autopsy/autopsy-text.ts';
import { bytes, counted, duration, share } from '../../format/quantities.ts';
import { allLooks } from '../../format/rungs.ts';
import { shellWord } from '../../format/shell-words.ts';
import type { EpochMillis } from '../../format/units.ts';
import type {
  CaptureEvent,
  DeathEvent,
  RefusedEvent,
  SampleEvent,
  StartedEvent,
  WatchEvent,
} from '../../format/watch-event.ts';

const labelWidth = 9;

/** One event as a person reads it. */
export function eventLine(event: WatchEvent, now: EpochMillis = Date.now()): string {
  const [label, words] = told(event, now);
  return plain(`${clock(event.at)}  ${label.padEnd(labelWidth)} ${words}`);
}

function told(event: WatchEvent, now: EpochMillis): readonly [label: string, words: string] {
  switch (event.event) {
    case 'started':
      return ['started', startWords(event)];
    case 'sample':
      return ['memory', memoryWords(event)];
    case 'growth': {
      const [soonest] = event.timeLeft;
      const until = soonest && `; ${soonest.limit} reached in about ${duration(soonest.left)}`;
      return ['growth', `${sure(event)}${until ?? ''}`];
    }
    case 'alert':
      return ['alert', `${event.sentence} (${event.rule})`];
    case 'asked':
      return ['asked', event.sentence];
    case 'capture':
      return ['look', lookWords(event)];
    case 'refused':
      return ['refused', refusalWords(event, now)];
    case 'lost':
      return ['lost', event.reason];
    case 'death':
      return ['died', deathWords(event)];
    case 'restarted':
      return ['restarted', `${event.pid} runs the command now, after ${event.before}`];
    case 'ledger-failed':
      return ['disk', `memory samples are not written: ${event.reason}${nextTry(event.retryAt, now)}`];
    case 'delivery-failed':
      return ['delivery', `${event.to} did not get the ${event.of}: ${event.reason}`];
    case 'store-failed':
      return [
        'store',
        `${counted(event.waiting, 'report')} not sent: ${event.reason}${nextTry(event.retryAt, now)}`,
      ];
    case 'ended':
      return ['ended', event.reason];
  }
}

function startWords({ pid, command, runtime, version, folder, notes }: StartedEvent): string {
  return [`watching ${pid}: ${command} (${runtime} ${version})`, `recordings in ${folder}`, ...notes].join(
    '; ',
  );
}

function memoryWords({ memory: { rss, heapUsed, external }, ours }: SampleEvent): string {
  const left = ours === undefined ? '' : ` (${bytes(ours)} left from heaptrail's captures)`;
  return [
    ...(rss === undefined ? [] : [`resident ${bytes(rss)}${left}`]),
    ...(heapUsed === undefined ? [] : [`heap ${bytes(heapUsed)}`]),
    ...(external === undefined ? [] : [`external ${bytes(external)}`]),
  ].join(', ');
}

function deathWords({ sentence, holder, ring }: DeathEvent): string {
  const held =
    holder === undefined ? '' : `; probably ${heldWords(holder)} (${share(holder.confidence)} confidence)`;
  return `${sentence}${held}; heaptrail autopsy ${shellWord(ring)}`;
}

function lookWords(event: CaptureEvent): string {
  const { verdict, failure, captures, visits, pause, recording, page, elsewhere } = event;
  const missing = elsewhere === true ? 'a worker analyzes it' : `no verdict: ${failure}`;
  const result = verdict === undefined ? missing : sure(verdict);
  const looks = visits === undefined ? counted(captures, 'capture') : counted(visits, 'visit');
  return `${result}; ${looks}, ${duration(pause)} pause; ${page ?? recording}`;
}

function refusalWords({ pid, cause, reason, instead, retryAt }: RefusedEvent, now: EpochMillis): string {
  if (cause === 'attaching') return `cannot attach to ${pid}: ${reason}`;
  if (instead !== undefined) return `${allLooks(instead)} in place of captures: ${reason} (for: ${cause})`;
  return `no close look: ${reason}${nextTry(retryAt, now)} (for: ${cause})`;
}

function nextTry(retryAt: EpochMillis | undefined, now: EpochMillis): string {
  return retryAt === undefined ? '' : `; next try in ${duration(Math.max(0, retryAt - now))}`;
}

function sure({ sentence, confidence }: { readonly sentence: string; readonly confidence: number }): string {
  return confidence > 0 ? `${sentence} (${share(confidence)} confidence)` : sentence;
}

/** `21:05:09`, in local time. */
function clock(at: EpochMillis): string {
  return new Date(at - new Date(at).getTimezoneOffset() * 60_000).toISOString().slice(11, 19);
}

/** What a program is named or says must not steer the terminal. */
function plain(text: string): string {
  return text.replace(/[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g, ' ');
}
