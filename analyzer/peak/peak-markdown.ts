import { packageWords } from '../../format/heap-summary-words.ts';
import type { PeakReport } from '../../format/peak.ts';
import { printable } from '../../format/printable.ts';
import { bytes } from '../../format/quantities.ts';
import { escaped } from '../report/markdown-text.ts';
import { holderLines, runWords, sparkline, subjectWords } from './peak-text.ts';
import { captureWords, partNames } from './peak-words.ts';

/** With these the longest comment has 40 lines. */
const most = { parts: 6, packages: 3, subjects: 3, holders: 4, advice: 5, notes: 3 } as const;

/** A comment on a pull request: at most 40 lines, whatever was found. */
export function renderPeakMarkdown(raw: PeakReport): string {
  const report = printable(raw);
  const { sentence, peak, heap, advice, limit, curve, end, notes } = report;
  const above = limit?.exceeded ? `: above the limit of ${bytes(limit.bytes)}` : '';
  const blocks = [
    `### heaptrail: peak of ${peak === undefined ? 'an unseen run' : bytes(peak.bytes)}${above}`,
    `**${escaped(sentence)}**`,
    curve.length === 0 ? '' : `\`${sparkline(curve)}\``,
    heap === undefined
      ? ''
      : [
          escaped(`${heap.name}: ${captureWords(heap)}`),
          '',
          '| memory | |',
          '|---|---|',
          ...heap.parts
            .slice(0, most.parts)
            .map((part) => `| ${partNames[part.name]} | ${bytes(part.bytes)} |`),
        ].join('\n'),
    listed(
      'Alive',
      heap === undefined
        ? []
        : [
            ...heap.summary.packages.slice(0, most.packages).map((one) => `by package: ${packageWords(one)}`),
            ...heap.subjects.slice(0, most.subjects).map((one) => `files of ${subjectWords(one)}`),
            ...holderLines(heap.summary)
              .slice(0, most.holders)
              .map((line) => `held by ${line}`),
          ],
    ),
    listed(
      'What would lower it, at most',
      advice.slice(0, most.advice).map((one) => `${bytes(one.bytes)}: ${one.text}`),
    ),
    [`${runWords(report)}, ended with ${end}`, ...notes.slice(0, most.notes)]
      .map((fact) => `- ${escaped(fact)}`)
      .join('\n'),
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}

function listed(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? '' : [`${title}:`, ...lines.map((line) => `- ${escaped(line)}`)].join('\n');
}
