import { readFileSync, writeFileSync } from 'node:fs';
import { liveAnswers, liveCell, liveTotals, liveWords } from './answers.mjs';

const page = new URL('../../../docs/accuracy.md', import.meta.url);
const begin = '<!-- live: made by npm run bench -- live --write -->';
const end = '<!-- end of live -->';

/** Puts the answers into docs/accuracy.md: what was measured, and the first column of the tables of all runs. */
export function writeLiveColumn(runs) {
  const live = liveAnswers();
  const kinds = new Map(runs.map((run) => [`${run.name} ${run.kind}`, run]));
  const text = withWords(readFileSync(page, 'utf8'), `${liveWords(live)}\n\n${totalsLine(runs, live)}`);
  const lines = text.split('\n');
  for (const [at, line] of lines.entries()) {
    const cells = cellsOf(line);
    const run = kinds.get(`${cells[0]} ${cells[1]}`);
    if (run === undefined) continue;
    const head = headAbove(lines, at);
    const heads = cellsOf(lines[head]);
    // Tables of Bun alone and of leak tests have other columns.
    if (!heads.includes('heaptrail') || !heads.includes('class growth')) continue;
    const isThere = heads[2] === 'live';
    if (!isThere) {
      lines[head] = withCell(lines[head], 'live', false);
      lines[head + 1] = withCell(lines[head + 1], '---:', false);
    }
    lines[at] = withCell(line, liveCell(run, live), cells.length >= cellsOf(lines[head]).length);
  }
  writeFileSync(page, lines.join('\n'));
}

/** The section as it stands in docs/accuracy.md, for who writes that page anew. */
export function liveSection() {
  const text = readFileSync(page, 'utf8');
  if (!text.includes(begin)) return '';
  const told = text.slice(text.indexOf(begin), text.indexOf(end) + end.length);
  return `## Live, as people use it\n\n${told}\n\n`;
}

function totalsLine(runs, live) {
  const { leaky, top1, extra, clean, cleanWithSuspects, failures } = liveTotals(runs, live);
  return (
    `The first suspect is right in ${top1} of ${leaky} leaky runs. Other suspects there: ${extra}. Clean runs with a false ` +
    `suspect, possible or proven: ${cleanWithSuspects} of ${clean}. Failed runs: ${failures}.`
  );
}

function withWords(text, words) {
  const told = `${begin}\n${words}\n${end}`;
  if (text.includes(begin))
    return text.slice(0, text.indexOf(begin)) + told + text.slice(text.indexOf(end) + end.length);
  return text.replace('## Totals\n', `## Live, as people use it\n\n${told}\n\n## Totals\n`);
}

function cellsOf(line) {
  return line.startsWith('|')
    ? line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim())
    : [];
}

function headAbove(lines, at) {
  let head = at;
  while (head > 0 && lines[head - 1].startsWith('|')) head -= 1;
  return head;
}

function withCell(line, cell, replaces) {
  const cells = cellsOf(line);
  cells.splice(2, replaces ? 1 : 0, cell);
  return `| ${cells.join(' | ')} |`;
}
