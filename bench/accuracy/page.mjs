import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { flakinessSection } from '../flakiness/table.mjs';
import { liveAnswers, liveCell, liveTotals } from './live/answers.mjs';
import { liveSection } from './live/column.mjs';
import { calibration, rankOf, totals } from './score.mjs';
import { visitsSection } from './visits/section.mjs';

const firstAnswers = JSON.parse(readFileSync(new URL('unseen/first-answers.json', import.meta.url), 'utf8'));
const live = liveAnswers();
const versionIn = (path) => JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8')).version;

/** docs/accuracy.md: the tables, and what they are worth. */
export function page(known, unseen, sampleRows) {
  const { leaky, clean } = totals(known.byJudge[0].results);
  return `# How often heaptrail is right

Made by \`npm run bench -- accuracy --write\` on ${new Date().toISOString().slice(0, 10)} with
heaptrail ${versionIn('../../package.json')} and Node ${process.version} on ${process.platform} ${process.arch} (${cpus().length} CPUs).

${leaky} programs leak by a known bug or a documented misuse of a published package. The same programs also run without the leak, with the
fixed version or correct use. Other programs never leak but look as if they did: caches and pools that fill, code that gets
optimized, large units of work. That is ${leaky} leaky and ${clean} clean runs. Each run takes
four captures, with the same number of operations in between. The leaky and fixed programs are warmed up first. All tools get the
same four snapshots.

**This is the corpus heaptrail was developed with.** Its rules and thresholds were chosen with these programs,
so heaptrail's own figures are a regression test. They do not estimate how it does on unseen programs: for that, see
[below](#programs-it-had-not-seen). The programs are small, each leaks in one way, operations come at an even pace, and no memory
samples are recorded.

## Which tools were compared

- **heaptrail**: \`heaptrail analyze --json\` on the four snapshots. Every suspect counts, confirmed or not.
- **class growth**: classes whose number or bytes grow from each capture to the next, sorted by bytes gained. This is what you get by
  comparing snapshots by hand. Classes of the engine, such as feedback vectors, grow in clean runs too, and are left out in its favor.
  It names classes but no holders, so it cannot be right if the holder is the answer.
- **accumulation point**: the leak search of Eclipse Memory Analyzer, rewritten for heaptrail's graph, on the last capture. It takes
  objects that retain a fifth of the heap, and follows them down to where they accumulate. Its suspects by class are left out. This is
  the method, not the program. It uses one capture only, so it also suspects what is large from the start.
- **memlab** ${memlabVersion()}: \`memlab find-leaks --trace-all-objects\` with the first, third and last capture. Each
  cluster is one suspect. The table of surviving classes printed before is not judged. memlab was built for web pages and for actions
  that are undone. It samples at random, so its figures may vary a little.

A suspect is right if its text matches all expressions in \`case.json\`, such as the name of the holder. This test checks words only. A
text that matches by chance counts, and a right text in other words does not. In \`pqueue-abort-listeners\`, the accumulation point ends
in the signal's chain of \`Listener\` objects. A reader would accept that answer, but it counts as missed because the expression needs
\`listener\`.

- *top 1*, *top 3*: leaky runs in which the first suspect, or one of the first three, is right.
- *extra*: suspects in leaky runs in addition to the right one.
- *clean with suspects*, *false*: clean runs with a suspect, and their total number of suspects.

${liveSection()}${visitsSection()}${tables(known, sampleRows)}

${tablesOfUnseen(unseen)}

${flakinessSection()}Memory outside the JavaScript heap has samples of its own: [how often its reason is right](native-memory.md#measured).

## Run it

\`\`\`sh
npm run build
npm run bench -- accuracy                               # installs and captures into bench/.cache/accuracy/ at first
npm run bench -- accuracy --only debug-instances --verbose
npm run bench -- flakiness --set unseen --times 2       # leak tests of the unseen programs
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
export function tables({ byJudge, byLook, onBun }, sampleRows) {
  return [
    `## Totals\n\n${totalsTable(byJudge)}`,
    `## With fewer captures\n\n${looksTable(byLook)}`,
    `## Calibration of heaptrail\n\n${calibrationTable(byLook)}`,
    bunTable(onBun),
    samplesTable(sampleRows),
    `## Every run\n\n${runsTable(byJudge)}`,
  ]
    .filter((text) => text !== undefined)
    .join('\n\n');
}

/** The programs that were written after the rules, with what was said of them when they were met first. */
export function tablesOfUnseen({ byJudge, byLook, onBun }) {
  const [heaptrail, ...others] = byJudge;
  const compared = [atFirstSight(heaptrail), heaptrail, ...others];
  const { leaky, clean, falsePositives } = totals(heaptrail.results);
  const inClean = heaptrail.results
    .filter(({ run }) => run.kind !== 'leaky')
    .flatMap(({ suspects }) => suspects);
  const unsure = inClean.filter(({ confidence }) => confidence < 0.5).length;
  const explanation = `Programs around other packages, written on ${firstAnswers.date} by an author who had not seen heaptrail: ${leaky} leaky and ${clean}
clean runs. *At first sight* is heaptrail's result before anything was changed. **That row estimates how it does on unseen programs**,
if they are small and leak in one way. The other rows are from today. The errors at first sight were fixed since then
([decisions](decisions.md)), so these programs are known now. Of today's ${falsePositives} suspects in clean runs, ${unsure} have less than 50% confidence:
they are reported as possible.`;
  const sections = [
    `## Programs it had not seen\n\n${explanation}\n\n${totalsTable(compared)}`,
    looksTable(byLook),
    calibrationTable(byLook),
    ...(onBun.length === 0 ? [] : [bunTotals(onBun)]),
    runsTable(
      onBun.length === 0 ? compared : [...compared, { judge: { name: 'heaptrail on Bun' }, results: onBun }],
    ),
  ];
  return sections.join('\n\n');
}

function atFirstSight({ results }) {
  return {
    judge: { name: 'heaptrail, at first sight' },
    results: results.map(({ run }) => {
      const { suspects, rank } = firstAnswers.answers[`${run.name} ${run.kind}`];
      return { run, suspects: Array.from({ length: suspects }, (_, at) => ({ right: at + 1 === rank })) };
    }),
  };
}

/** heaptrail as people use it comes first; all other rows are of snapshots that programs take of themselves. */
function totalsTable(resultsByJudge) {
  const runs = resultsByJudge[0].results.map(({ run }) => run);
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
  return table(heads, [...liveRow(runs), ...rows]);
}

function liveRow(runs) {
  const { leaky, top1, top3, extra, clean, cleanWithSuspects, falsePositives, failures } = liveTotals(
    runs,
    live,
  );
  if (leaky + clean === 0) return [];
  return [
    [
      'heaptrail, live',
      `${top1} of ${leaky}`,
      `${top3} of ${leaky}`,
      extra,
      `${cleanWithSuspects} of ${clean}`,
      falsePositives,
      failures,
    ],
  ];
}

function looksTable(resultsByLook) {
  const rows = resultsByLook.map(({ look, results }) => {
    const { leaky, top1, extra, clean, cleanWithSuspects, failures } = totals(results);
    return [look.name, `${top1} of ${leaky}`, extra, `${cleanWithSuspects} of ${clean}`, failures];
  });
  const explanation =
    'heaptrail with fewer captures than four. Two captures have only one interval, and anything can happen once, so ' +
    'suspects are reported as possible, never as growth. If object ids do not match between captures, heaptrail matches ' +
    'growth by path and class. That method cannot follow a value that is replaced.';
  const heads = ['', 'top 1', 'extra', 'clean with suspects', 'failed'];
  return `${explanation}\n\n${table(heads, rows)}`;
}

function calibrationTable(resultsByLook) {
  const all = resultsByLook.flatMap(({ results }) => results);
  const rows = calibration(all).map(({ name, count, right }) => [
    name,
    count,
    right,
    count === 0 ? '' : `${Math.round((100 * right) / count)} %`,
  ]);
  const explanation = 'Suspects of all runs above, by confidence. In clean runs, no suspect is right.';
  return `${explanation}\n\n${table(['confidence', 'suspects', 'right', ''], rows)}`;
}

/** Cases whose program does not do on Bun what it does on Node, and why. */
const otherOnBun = {
  'cls-hooked-context-chain': 'does not leak on Bun: `async_hooks.createHook` calls nothing there',
  'undici-agent-clients':
    'does not leak on Bun: it replaces the package with its own `undici`, whose `Agent` keeps no clients',
};

export function bunTable(results) {
  if (results.length === 0) return undefined;
  const rows = results.map((result) => [
    result.run.name,
    result.run.kind,
    outcome(result),
    result.failure ?? (result.run.kind === 'leaky' ? (otherOnBun[result.run.name] ?? '') : ''),
  ]);
  return `## On Bun\n\n${bunTotals(results)}\n\n${table(['', '', 'heaptrail', ''], rows)}`;
}

function bunTotals(results) {
  const { leaky, top1, extra, clean, cleanWithSuspects } = totals(results);
  return (
    "The same programs on Bun, captured through Bun's inspector as `heaptrail record` does, with the contents of Maps and " +
    `Sets restored. The first suspect is right in ${top1} of ${leaky} leaky runs. Other suspects: ${extra}. ` +
    `Clean runs with suspects: ${cleanWithSuspects} of ${clean}.`
  );
}

function samplesTable(sampleRows) {
  if (sampleRows.length === 0) return undefined;
  const said = (wrong) => (wrong === undefined ? '' : wrong.length === 0 ? 'right' : wrong.join('; '));
  const rows = sampleRows.map(({ name, leaks, fixed }) => [name, said(leaks), said(fixed)]);
  const explanation =
    'The samples of this project as live processes. "Right" means: the verdict, the kind of problem, the holder at the ' +
    'first rank, confirmed, and the exact number of entries per operation. Fixed samples must have no suspect.';
  return `## Samples, live\n\n${explanation}\n\n${table(['', 'leaks', 'fixed'], rows)}`;
}

function runsTable(resultsByJudge) {
  const asked = resultsByJudge.filter(({ skipped }) => !skipped);
  const rows = asked[0].results.map(({ run }, at) => [
    run.name,
    run.kind,
    liveCell(run, live),
    ...asked.map(({ results }) => outcome(results[at])),
  ]);
  const heads = ['', '', 'live', ...asked.map(({ judge }) => judge.name)];
  const explanation =
    'Live: on how many of the tested runtimes the first suspect is right, or there is no suspect. Other columns, ' +
    'leaky: the rank of the first right suspect, of how many. Clean: how many suspects.';
  return `${explanation}\n\n${table(heads, rows)}`;
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
