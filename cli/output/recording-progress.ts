import { heapName } from '../../format/heap-name.ts';
import { partNames } from '../../format/part-words.ts';
import { printable } from '../../format/printable.ts';
import { bytes, counted } from '../../format/quantities.ts';
import type { TargetDescription } from '../../format/recording.ts';
import type { CaptureCost } from '../../probes/session/guards/capture-cost.ts';
import type { RecordingEvent } from '../../probes/session/series/recording-event.ts';
import { forReader } from './terminal.ts';

/** One process needs no name; its threads do. */
function threadName(from: TargetDescription): string | undefined {
  return from.thread === undefined ? undefined : heapName(from);
}

/** Who reads what a recording says: a terminal, a log, an assistant. */
export interface ProgressReader {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** What recording says on stderr: one line for each event, and on a terminal a live one for what lasts. */
export function recordingProgress(
  captures: number,
  stream: ProgressReader,
  nameOf: (from: TargetDescription) => string | undefined = threadName,
): (event: RecordingEvent, from?: TargetDescription) => void {
  return (event, from) => {
    const name = from && nameOf(from);
    const of = name === undefined ? '' : `${name}: `;
    const line = (text: string) =>
      stream.write(`${stream.isTTY ? '\r\x1b[2K' : ''}${forReader(printable(of + text), stream)}\n`);
    const live = (text: string) => stream.isTTY && stream.write(`\r\x1b[2K${printable(of + text)}`);
    switch (event.kind) {
      case 'waiting':
        return line(
          event.next === undefined
            ? `recording memory for ${seconds(event.wait)}`
            : waitingLine(event.next, event.wait),
        );
      case 'watching':
        return line(`watching memory for growth, for up to ${seconds(event.wait)}`);
      case 'settling':
        return line(settlingLine(event));
      case 'working':
        return live(partName(event.next));
      case 'worked':
        return line(workedLine(event));
      case 'weighed':
        return line(costLine(event.index, event.cost));
      case 'refused':
        return line(`refused: ${event.risks.join('; ')}`);
      case 'capturing':
        return live(`capture ${event.index} of ${captures}: ${bytes(event.written)} written`);
      case 'captured':
        return line(capturedLine(event, captures));
      case 'note':
        return line(`note: ${event.note}`);
      case 'detaching':
        return live('detaching');
    }
  };
}

function waitingLine(next: number, wait: number): string {
  return `capture ${next} in ${seconds(wait)} (Ctrl-C ends the recording and keeps it)`;
}

function settlingLine({ parts, least, most }: Extract<RecordingEvent, { kind: 'settling' }>): string {
  if (least > 0) {
    return `watching memory for ${seconds(least)} to ${seconds(most)} before the first capture (--for DURATION makes it shorter)`;
  }
  const names = parts.map((part) => partNames[part]).join(', ');
  return `not judged yet: ${names}. Watching memory for up to ${seconds(most)} more, without captures (Ctrl-C keeps the verdict on the heap)`;
}

function partName(next: number): string {
  return next === 1 ? 'warm-up' : `interval ${next - 1}`;
}

function workedLine({ next, operations }: Extract<RecordingEvent, { kind: 'worked' }>): string {
  return `${partName(next)}: ${operations === undefined ? 'done' : counted(operations, 'operation')}`;
}

function costLine(index: number, { pause, memory, disk }: CaptureCost): string {
  const more = memory === 0 ? '' : `${bytes(memory)} of its memory and `;
  return `capture ${index}: pauses the process for up to ${seconds(pause)}, and takes up to ${more}${bytes(disk)} of disk`;
}

function capturedLine({ capture }: Extract<RecordingEvent, { kind: 'captured' }>, captures: number): string {
  const { index, status, size = 0, duration = 0, failure } = capture;
  return status === 'whole'
    ? `capture ${index} of ${captures}: ${bytes(size)} in ${seconds(duration)}, transfer included`
    : `capture ${index} of ${captures} failed: ${failure}`;
}

function seconds(duration: number): string {
  return duration < 120_000 ? `${(duration / 1000).toFixed(1)} s` : `${(duration / 60_000).toFixed(1)} min`;
}
