import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { calibration, rankOf, totals } from './score.mjs';

const versionIn = (path) => JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8')).version;

/** docs/accuracy.md: the tables, and what they are worth. */
export function page(resultsByJudge) {
  const { leaky, clean } = totals(resultsByJudge[0].results);
  return `# How often heaptrail is right

Made by \`npm run bench -- accuracy --write\` on ${new Date().toISOString().slice(0, 10)} with heaptrail
${versionIn('../../package.json')} and Node ${process.version} on ${process.platform} ${process.arch} (${cpus().length} CPUs).

${leaky} programs that leak, most by a real fault of a published package; the same programs without the leak, by the
fixed version or a fixed use; and programs that never leak but look as if: caches and pools that fill, code that gets
optimized, large turns. That is ${leaky} leaky and ${clean} clean runs. Each is warmed up and then captured four times,
with the same number of operations between two captures. All judges get the same four snapshots.

**This is the corpus heaptrail was developed with.** Its rules and thresholds were chosen while looking at these
programs, so heaptrail's own figures are a regression test, and no estimate of how it does on programs it has never
seen; the other judges have not been fitted to it. The programs are small, each leaks at one place, and the operations
come at an even pace. There is no ledger of memory and no worker thread in any of them.

## What was asked

- **heaptrail**: \`heaptrail analyze --json\` over the four snapshots; every suspect counts, confirmed or not.
- **class growth**: classes whose number or bytes grow from each capture to the next, by bytes gained, without the
  engine's own; what comparing snapshots by hand gives. It names classes and no holders, so where the holder is the answer it cannot be right.
- **accumulation point**: the leak hunt of Eclipse Memory Analyzer, rewritten over heaptrail's graph, on the last
  capture: objects that keep a fifth of the heap, followed down to where they accumulate. Its suspects by class are left
  out. It is the method, not the program; a small heap in which Node's own objects weigh much is hard on it.
- **memlab** ${memlabVersion()}: \`memlab find-leaks --trace-all-objects\` with the first, third and last capture; each
  cluster it prints is one suspect. It was made for pages with actions that are undone, and in this mode reports whatever
  survives; it samples at random, so its figures move a little.

A suspect is right when its text matches all expressions in the case's \`case.json\`: words such as the name of the
holder, chosen before by reading the package. That is a test for words. A text that has them by chance counts, and a
right one in other words does not.

- *top 1*, *top 3*: leaky runs in which the first, or one of the first three suspects is right.
- *extra*: suspects in leaky runs beside the right one.
- *clean with suspects*, *false*: clean runs in which anything is suspected, and how many suspects these have together.

${tables(resultsByJudge)}

## Run it

\`\`\`sh
npm run build
npm run bench -- accuracy                               # installs and captures into bench/.cache/accuracy/ at first
npm run bench -- accuracy --only debug-instances --verbose
\`\`\`
`;
}

function memlabVersion() {
  try {
    return versionIn('../node_modules/@memlab/cli/package.json');
  } catch {
    return '';
  }
}

/** Totals, heaptrail's calibration and every run, as Markdown. */
export function tables(resultsByJudge) {
  return [totalsTable(resultsByJudge), calibrationTable(resultsByJudge), runsTable(resultsByJudge)]
    .filter((text) => text !== undefined)
    .join('\n\n');
}

function totalsTable(resultsByJudge) {
  const rows = resultsByJudge.map(({ judge, results, skipped }) => {
    if (skipped) return [judge.name, 'not run', '', '', '', '', ''];
    const { leaky, top1, top3, extra, clean, cleanWithSuspects, falsePositives, failures } = totals(results);
    return [
      judge.name,
      `${top1} of ${leaky}`,
      `${top3} of ${leaky}`,
      extra,
      `${cleanWithSuspects} of ${clean}`,
      falsePositives,
      failures,
    ];
  });
  const heads = ['', 'top 1', 'top 3', 'extra', 'clean with suspects', 'false', 'failed'];
  return `## Totals\n\n${table(heads, rows)}`;
}

function calibrationTable(resultsByJudge) {
  const own = resultsByJudge.find(({ judge }) => judge.name === 'heaptrail');
  if (own === undefined) return undefined;
  const rows = calibration(own.results).map(({ name, count, right }) => [
    name,
    count,
    right,
    count === 0 ? '' : `${Math.round((100 * right) / count)} %`,
  ]);
  const explanation =
    'Suspects of all runs by the confidence heaptrail gives them. In clean runs none is right.';
  return `## Calibration of heaptrail\n\n${explanation}\n\n${table(['confidence', 'suspects', 'right', ''], rows)}`;
}

function runsTable(resultsByJudge) {
  const asked = resultsByJudge.filter(({ skipped }) => !skipped);
  const rows = asked[0].results.map(({ run }, at) => [
    run.name,
    run.kind,
    ...asked.map(({ results }) => outcome(results[at])),
  ]);
  const heads = ['', '', ...asked.map(({ judge }) => judge.name)];
  const explanation = 'Leaky: the rank of the first right suspect, of how many. Clean: how many suspects.';
  return `## Every run\n\n${explanation}\n\n${table(heads, rows)}`;
}

function outcome({ run, suspects, failure }) {
  if (failure !== undefined) return 'failed';
  if (run.kind !== 'leaky') return suspects.length;
  return `${rankOf(suspects) || 'none'} of ${suspects.length}`;
}

function table(heads, rows) {
  const rule = heads.map((_, at) => (at === 0 ? '---' : '---:'));
  return [heads, rule, ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
