import { readFileSync, writeFileSync } from 'node:fs';
import { grownMost } from '../../samples/expectation.mjs';

const page = new URL('../../docs/native-memory.md', import.meta.url);
const begin = '<!-- native: made by npm run bench -- native --write -->';
const end = '<!-- end of native -->';
const mebi = 2 ** 20;
/** What code that runs for the first time touches is no growth. */
const notable = 8 * mebi;
const heads = [
  'sample',
  'runtime',
  'recorded',
  'verdict',
  'grows most',
  'reason',
  'collection',
  'trim',
  'right',
  'its twin',
  'with perf',
  'the same part',
  'owner',
  'right',
];

/** One row for each sample and runtime: leaking without and with perf, and its twin. */
export function nativeTable(rows) {
  const runs = [...new Set(rows.map(rowOf))].toSorted();
  const lines = runs.map((name) => {
    const of = (twin, withPerf) =>
      rows.find((row) => rowOf(row) === name && row.twin === twin && row.withPerf === withPerf);
    const [leaky, seen] = [of('leaky', false), of('leaky', true)];
    const { cause } = leaky?.report?.native ?? {};
    const { sample, runtime } = leaky ?? seen ?? of('fixed', false);
    return [
      `\`${sample}\``,
      nameOf(runtime),
      spansOf([leaky, of('fixed', false), seen]),
      leaky?.report?.verdict.outcome ?? '',
      partText(leaky),
      cause === undefined ? '' : `${cause.kind} ${Math.round(cause.bytes / mebi)} MiB`,
      stepText(cause?.experiment?.collection),
      stepText(cause?.experiment?.trim),
      right(leaky),
      twinText(of('fixed', false)),
      partText(seen),
      agreement(leaky, seen),
      ownerOf(seen?.report),
      right(seen),
    ];
  });
  return [heads, heads.map(() => '---'), ...lines].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** How long: each of the three runs, if they differ. */
function spansOf(rows) {
  const spans = rows.flatMap((row) => row?.span ?? []);
  return new Set(spans).size === 1 ? spans[0] : spans.join(', ');
}

/** Puts the table into its place in docs/native-memory.md. */
export function writeNative(rows) {
  const text = readFileSync(page, 'utf8');
  if (!text.includes(begin) || !text.includes(end))
    throw new Error('docs/native-memory.md has no place for the table');
  const before = text.slice(0, text.indexOf(begin));
  const after = text.slice(text.indexOf(end));
  writeFileSync(page, `${before}${begin}\n\n${nativeTable(rows)}\n\n${after}`);
}

function rowOf({ sample, runtime }) {
  return `${sample} ${runtime}`;
}

function nameOf(runtime) {
  return runtime === 'bun' ? 'Bun 1.4.5' : `Node ${runtime}`;
}

/** `mallocHeap +99 MiB`: the part that gained most, if anything did. */
function partText(row) {
  const most = grownMost(row?.report?.memory);
  return most === undefined || most.gain < notable ? '' : `${most.name} +${Math.round(most.gain / mebi)} MiB`;
}

/** Whether the same part grows without perf and with it; empty if nothing does. What comes and goes may be anywhere at the end. */
function agreement(without, withPerf) {
  if (without?.report?.verdict.outcome !== 'growth') return '';
  const [first, second] = [without, withPerf].map((row) => partText(row).split(' ')[0]);
  if (first === '' || second === '') return '';
  return first === second ? 'yes' : 'no';
}

export function disagree(rows) {
  return rows.some((row) => {
    const seen = rows.find((each) => rowOf(each) === rowOf(row) && each.withPerf);
    return row.twin === 'leaky' && !row.withPerf && agreement(row, seen) === 'no';
  });
}

function ownerOf(report) {
  const owner = report?.native?.owners?.owners.find(({ kind }) => kind !== 'engine' && kind !== 'script');
  return owner === undefined ? '' : `\`${owner.name}\` ${Math.round(owner.share * 100)} %`;
}

/** `14.2 of 14.9 MiB`: what was given back of what was predicted. */
function stepText(step) {
  if (step?.predicted === undefined || step.predicted < mebi) return '';
  return `${(Math.max(0, step.givenBack) / mebi).toFixed(1)} of ${(step.predicted / mebi).toFixed(1)} MiB`;
}

/** The verdict on the twin, and what it is told of that is not there. */
function twinText(row) {
  if (row === undefined) return '';
  const { verdict, native } = row.report ?? {};
  if (verdict === undefined) return right(row);
  const { cause } = native ?? {};
  return cause === undefined || cause.kind === 'unknown'
    ? verdict.outcome
    : `${verdict.outcome}: ${cause.kind}`;
}

function right(row) {
  if (row === undefined) return '';
  return row.wrong.length === 0 ? 'yes' : `no: ${row.wrong.join('; ').replaceAll('|', '/')}`;
}
