import { namedColumn } from './column-names.ts';
import type { Cell, Row } from './columns.ts';

const unit = String.raw`(?:[kmgt]i?[bo]?|b)\b`;
const grouped = String.raw`\d{1,3}(?:[,\u00a0\u202f]\d{3})+(?:\.\d{1,9})?(?:\s?${unit})?`;
const groupedBySpaces = String.raw`\d{1,3}(?: \d{3}){1,4}(?:[.,]\d{1,9})?\s?${unit}`;
const withUnit = String.raw`\d(?:[\d.,_]{0,60}\d)?\s?${unit}`;
const amount = `-?(?:${groupedBySpaces}|${withUnit}|${grouped})`;
/**
 * `rss=116MB heapUsed=40MB`, `ts="2026-06-28T09:21:52Z"`, `RSS: 2.58GB | Commit: 13.81GB`, and the object that
 * `console.log(process.memoryUsage())` prints. A name begins where a word does, so that a long word is looked at once.
 */
const pair = new RegExp(
  String.raw`(?<![\w@.-])([A-Za-z_@][\w.@-]{0,120})\s{0,40}[=:]\s{0,40}(?:"([^"]*)"|'([^']*)'|(${amount})|([^\s,;|}]+))`,
  'gi',
);
/** `rss 116 MB`: only a unit tells that the number belongs to the word. */
const beside = new RegExp(String.raw`(?<![\w@.-])([A-Za-z_][\w.]{0,60})[ \t]{1,4}(${withUnit})`, 'gi');
/** `Heap Used: 40 MB`: up to two words before the one that stands beside the value. */
const wordsBefore = /(?<![\w@.-])(?:[A-Za-z]{1,20} ){1,2}$/;
const farthestBefore = 42;

/** The pairs of names and values in a line, in the line's order; the first of a name counts. */
export function keyValuesIn(line: string): Row {
  const cells = new Map<string, Cell>();
  for (const { 1: name, 2: double, 3: single, 4: amount, 5: word, index } of line.matchAll(pair)) {
    const named = wholeName(line, index, name);
    if (!cells.has(named)) cells.set(named, double ?? single ?? amount ?? word);
  }
  for (const { 1: name, 2: amount, index } of line.matchAll(beside)) {
    const named = wholeName(line, index, name);
    if (namedColumn(named) !== undefined && !cells.has(named)) cells.set(named, amount);
  }
  return cells;
}

/** The name with the words before it, where only all of them say what is measured. */
function wholeName(line: string, index: number, name: string): string {
  if (namedColumn(name) !== undefined) return name;
  const [before] = wordsBefore.exec(line.slice(Math.max(0, index - farthestBefore), index)) ?? [''];
  const words = before.split(' ').filter((word) => word !== '');
  for (let i = words.length - 1; i >= 0; i--) {
    const phrase = [...words.slice(i), name].join(' ');
    if (namedColumn(phrase) !== undefined) return phrase;
  }
  return name;
}
