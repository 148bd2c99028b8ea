import type { HeapSummary } from '../../format/heap-summary.ts';
import {
  heapWords,
  hintWords,
  holderDetail,
  holderName,
  packageWords,
  stringsWords,
} from '../../format/heap-summary-words.ts';
import type { PeakHeap, PeakPoint, PeakReport } from '../../format/peak.ts';
import type { PeakMoment } from '../../format/peak-moment.ts';
import { printable } from '../../format/printable.ts';
import { bytes, count, counted, duration, share } from '../../format/quantities.ts';
import { type Paint, paint } from '../terminal/paint.ts';
import { captureWords, partNames } from './peak-words.ts';

const shownProcesses = 6;
const shownPackages = 6;
const shownSubjects = 8;
const shownHolders = 8;

/** The report for a terminal: the answer, what there was, and what would lower it. */
export function renderPeakText(raw: PeakReport, options: { readonly colors?: boolean } = {}): string {
  const report = printable(raw);
  const { sentence, peak, heap, advice, limit, curve, end, notes } = report;
  const ink = paint(options.colors ?? false);
  const blocks = [
    [
      `peak: ${ink.strong(sentence)}`,
      ...(limit === undefined ? [] : [limitLine(limit.bytes, limit.exceeded, ink)]),
      ...(curve.length === 0 ? [] : [`  ${ink.frame(sparkline(curve))}`]),
      ...(peak === undefined ? [] : processLines(peak)),
    ],
    ...(heap === undefined ? [] : heapBlocks(heap, ink)),
    [
      ...(advice.length === 0 ? [] : [ink.strong('what would lower it, at most')]),
      ...advice.map((one) => `  ${bytes(one.bytes).padStart(8)}  ${one.text}`),
    ],
    [
      `run: ${runWords(report)}, ended with ${end}`,
      ...(heap?.recording === undefined ? [] : [`recording: ${heap.recording}`]),
      ...notes.map((note) => `note: ${note}`),
    ],
  ];
  return `${blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join('\n'))
    .join('\n\n')}\n`;
}

/** `2 runs, 3 captures, which paused it for 12 s`. */
export function runWords({ runs, captures, paused }: PeakReport): string {
  const pauses = captures === 0 ? '' : `, which paused it for ${duration(paused)}`;
  return `${counted(runs, 'run')}, ${counted(captures, 'capture')}${pauses}`;
}

function limitLine(limit: number, exceeded: boolean, ink: Paint): string {
  return exceeded
    ? ink.alarm(`above the limit of ${bytes(limit)}`)
    : ink.calm(`within the limit of ${bytes(limit)}`);
}

const bars = '▁▂▃▄▅▆▇█';
const widest = 60;

/** Memory over time, the highest of each stretch. */
export function sparkline(curve: readonly PeakPoint[]): string {
  const most = Math.max(...curve.map((point) => point.bytes));
  const stretch = Math.ceil(curve.length / widest);
  const highest = Array.from({ length: Math.ceil(curve.length / stretch) }, (_, k) =>
    Math.max(...curve.slice(k * stretch, (k + 1) * stretch).map((point) => point.bytes)),
  );
  return highest
    .map((size) => bars[Math.min(bars.length - 1, Math.floor((size / most) * bars.length))])
    .join('');
}

function processLines({ processes }: PeakMoment): string[] {
  if (processes.length === 1) return [];
  const shown = processes.slice(0, shownProcesses);
  const rest = processes.slice(shownProcesses);
  return [
    ...shown.map(({ pid, name, bytes: size }) => `  ${bytes(size).padStart(8)}  ${name} (process ${pid})`),
    ...(rest.length === 0
      ? []
      : [
          `  ${bytes(rest.reduce((sum, one) => sum + one.bytes, 0)).padStart(8)}  ${counted(rest.length, 'other process')}`,
        ]),
  ];
}

function heapBlocks(heap: PeakHeap, ink: Paint): string[][] {
  const { name, parts, summary, classes, subjects } = heap;
  return [
    [
      `${ink.strong(name)}: ${captureWords(heap)}`,
      ...parts.map((part) => `  ${bytes(part.bytes).padStart(8)}  ${partNames[part.name]}`),
    ],
    [
      `${ink.strong('alive')}: ${heapWords(summary)}`,
      ...list('by package', summary.packages.slice(0, shownPackages).map(packageWords), ink),
      ...list('files of', subjects.slice(0, shownSubjects).map(subjectWords), ink),
      ...list('held by', holderLines(summary), ink),
      ...list(
        'classes',
        classes.map((one) => `${bytes(one.bytes)}  ${count(one.objects)} × ${one.name}`),
        ink,
      ),
      ...list(
        'strings',
        summary.duplicatedStrings === undefined ? [] : stringsWords(summary.duplicatedStrings),
        ink,
      ),
      ...list('look at', summary.hints.map(hintWords), ink),
      ...list('limit', summary.limits, ink),
    ],
  ];
}

/** `@types/node 12.0 MiB in 80 objects of class SourceFileObject`. */
export function subjectWords({ name, bytes: size, files, className }: PeakHeap['subjects'][number]): string {
  return `${name} ${bytes(size)} (${counted(files, 'object')}, most of class ${className})`;
}

export function holderLines({ holders }: HeapSummary): string[] {
  return holders.slice(0, shownHolders).map((holder) => {
    const detail = [holderDetail(holder), holder.place ?? ''].filter(Boolean).join(', ');
    return `${bytes(holder.retained)} (${share(holder.share)})  ${holderName(holder)}${detail === '' ? '' : `  ${detail}`}`;
  });
}

function list(title: string, lines: readonly string[], ink: Paint): string[] {
  return lines.map((line, k) => `  ${ink.frame((k === 0 ? title : '').padEnd(10))}  ${line}`);
}
