import { anatomyLines } from '../../format/anatomy-words.ts';
import { bytes, bytesPerHour, count, share } from '../../format/quantities.ts';
import { releaseWords } from '../../format/release-words.ts';
import type { Report } from '../../format/report.ts';
import type { Suspect } from '../../format/suspect.ts';
import { sizeWords } from '../../format/suspect-size.ts';
import { pathRows } from './path-rows.ts';

/** One suspect as text for an issue, in Markdown: what grows, the way to it, why this is believed, what to do. */
export function issueText(suspect: Suspect, { target, tool }: Report): string {
  const release = releaseWords(suspect.holders);
  const where = target === undefined ? '' : ` (${target.runtime} ${target.version})`;
  return [
    `### ${suspect.confirmed ? 'Memory leak' : 'Possible memory leak'}: ${suspect.title}`,
    '',
    fenced(pathText(suspect)),
    '',
    `- held by: ${suspect.holders.map(({ expression, share: part }) => `${code(expression)} (${share(part)})`).join(', ')}`,
    `- growth: ${growthWords(suspect).join(', ')}`,
    `- size: ${sizeWords(suspect)}`,
    ...(release === undefined ? [] : [`- to free it: ${release}`]),
    ...(suspect.anatomy === undefined ? [] : anatomyLines(suspect.anatomy)).map((line) => `- entry: ${line}`),
    ...suspect.evidence.map((line) => `- evidence: ${line}`),
    ...suspect.remedy.map((line) => `- help: ${line}`),
    '',
    `Fingerprint ${code(suspect.fingerprint)}, confidence ${share(suspect.confidence)}, ${tool.name} ${tool.version}${where}`,
    '',
  ].join('\n');
}

/** The rates of a suspect, the most telling first. */
export function growthWords({ growth }: Suspect): string[] {
  const { objectsPerOperation, objectsPerInterval, bytesPerInterval, bytesPerHour: hourly } = growth;
  return [
    ...(objectsPerOperation === undefined ? [] : [`${count(objectsPerOperation)} per operation`]),
    ...(objectsPerInterval > 0 ? [`${count(objectsPerInterval)} per interval`] : []),
    ...(hourly === undefined ? [`${bytes(bytesPerInterval)} per interval`] : [bytesPerHour(hourly)]),
  ];
}

function pathText({ path }: Suspect): string {
  return pathRows(path)
    .map(({ label, name, location, growing, repeats }, index) =>
      [
        '  '.repeat(Math.min(index, 1)),
        index === 0 ? '' : '↓ ',
        label,
        growing ? ' ← grows here' : '',
        name === '' ? '' : `  ${name}`,
        repeats > 1 ? ` × ${count(repeats)}` : '',
        location === undefined ? '' : `  ${location}`,
      ].join(''),
    )
    .join('\n');
}

/** A fence longer than any run of backticks in the text cannot be closed by it. */
function fenced(text: string): string {
  const fence = '`'.repeat(Math.max(3, longestRun(text) + 1));
  return `${fence}text\n${text}\n${fence}`;
}

function code(text: string): string {
  const fence = '`'.repeat(longestRun(text) + 1);
  return `${fence}${text}${fence}`;
}

function longestRun(text: string): number {
  return Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
}
