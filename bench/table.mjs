import { median } from './median.mjs';
/** Prints the medians of all runs, and how often the first engine's is in each: a higher ratio is worse. */
export function printTable(title, runs, fileSize) {
  const rows = [...runs].map(([name, results]) => ({ name, ...summary(results) }));
  const first = rows[0];
  const edges = runs.get(first.name)[0].found.edges;
  console.log(`\n### ${title}\n`);
  console.log('| engine | wall | ratio | CPU | ratio | peak RSS | ratio | of the file | |');
  console.log('|---|---:|---:|---:|---:|---:|---:|---:|---|');
  for (const row of rows) console.log(`| ${cells(row, first, fileSize).join(' | ')} |`);
  if (edges && !first.failure) {
    console.log(`\n${first.name}: ${edges} edges, ${((first.wall * 1e9) / edges).toFixed(1)} ns an edge`);
  }
}

function summary(results) {
  return {
    wall: median(results.map(({ wall }) => wall)),
    cpu: median(results.map(({ cpu }) => cpu)),
    peak: median(results.map(({ peak }) => peak)),
    failure: results.find(({ failure }) => failure)?.failure,
    retained: results.at(-1).found.retained,
  };
}

function cells(row, first, fileSize) {
  if (row.failure)
    return [row.name, '', '', '', '', '', '', '', `fails: ${row.failure.replaceAll('|', '/')}`];
  const same = row.retained === undefined || row.retained === first.retained;
  return [
    row.name,
    `${row.wall.toFixed(2)} s`,
    (row.wall / first.wall).toFixed(1),
    `${row.cpu.toFixed(2)} s`,
    (row.cpu / first.cpu).toFixed(1),
    `${Math.round(row.peak / 2 ** 20)} MiB`,
    (row.peak / first.peak).toFixed(1),
    fileSize ? (row.peak / fileSize).toFixed(2) : '',
    same ? '' : `the root retains ${row.retained}, not ${first.retained}`,
  ];
}
