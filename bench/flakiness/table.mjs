import { readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { median } from '../median.mjs';

const page = new URL('../../docs/accuracy.md', import.meta.url);
const begin = '<!-- flakiness: made by npm run bench -- flakiness --write -->';
const end = '<!-- end of flakiness -->';

/** Every program with its wrong verdicts, as Markdown. */
export function flakinessTable(rows) {
  const groups = Map.groupBy?.(rows, keyOf) ?? groupBy(rows, keyOf);
  const lines = [...groups.values()]
    .toSorted((a, b) => keyOf(a[0]).localeCompare(keyOf(b[0])))
    .map((tries) => {
      const { name, kind } = tries[0];
      const wrong = tries.filter(isWrong).length;
      const named = kind === 'leaky' ? `${tries.filter((row) => row.named).length}` : '';
      const captured = tries.filter((row) => row.captured).length;
      return [name, kind, tries.length, wrong, named, captured, seconds(tries.map((row) => row.duration))];
    });
  const total = [
    '**all**',
    '',
    rows.length,
    `**${rows.filter(isWrong).length}**`,
    '',
    rows.filter((row) => row.captured).length,
    seconds(rows.map((row) => row.duration)),
  ];
  const heads = ['', '', 'tests', 'wrong', 'right holder', 'captured', 'median time'];
  const rule = heads.map((_, at) => (at < 2 ? '---' : '---:'));
  return [heads, rule, ...lines, total].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** Puts the table into its place in docs/accuracy.md. */
export function writeFlakiness(rows) {
  const text = readFileSync(page, 'utf8');
  const before = text.slice(0, text.indexOf(begin));
  const after = text.slice(text.indexOf(end));
  if (!text.includes(begin) || !text.includes(end))
    throw new Error('docs/accuracy.md has no place for the table');
  const loads = rows.map(({ load }) => load);
  const about = `${rows.length} leak tests on ${new Date().toISOString().slice(0, 10)}, Node ${process.version}, ${cpus().length} CPUs, load ${Math.min(...loads).toFixed(1)} to ${Math.max(...loads).toFixed(1)} (median ${median(loads).toFixed(1)}).`;
  writeFileSync(page, `${before}${begin}\n${about}\n\n${flakinessTable(rows)}\n${after}`);
}

/** The whole section as it stands in docs/accuracy.md, for who writes that page anew. */
export function flakinessSection() {
  const text = readFileSync(page, 'utf8');
  return text.slice(text.indexOf('## Leak tests'), text.indexOf('## Run it'));
}

/** A leak that is not found, a clean program that is accused, and a test that gives no verdict. */
function isWrong({ kind, leaks, failure }) {
  return failure !== undefined || (kind === 'leaky') !== leaks.length > 0;
}

function keyOf({ name, kind }) {
  return `${name} ${kind}`;
}

function groupBy(rows, key) {
  const groups = new Map();
  for (const row of rows) groups.set(key(row), [...(groups.get(key(row)) ?? []), row]);
  return groups;
}

function seconds(times) {
  return `${(median(times.filter((time) => time !== undefined)) / 1000).toFixed(1)} s`;
}
