import { linkSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { bunBinary } from '../../scripts/fetch-bun.mjs';
import { nodeBinary } from '../../scripts/fetch-node.mjs';
import { capturesOf, installRun, runRounds } from '../accuracy/capture.mjs';
import { corpusRuns } from '../accuracy/corpus.mjs';
import { renumbered } from '../accuracy/looks.mjs';
import { capturesOnBun } from '../accuracy/on-bun.mjs';

/** Of the other versions of Node every so many runs: what they write is told apart by a few fields. */
const everySoMany = 6;

/**
 * The runs of the bench of accuracy: all four captures, the first two alone, all four with ids of other processes, and
 * what the same programs hold on Bun and on other versions of Node.
 */
export function recordersOfCorpora() {
  return [
    ...recordersOf('corpus', corpusRuns('cases', [])),
    ...recordersOf('unseen', corpusRuns('unseen', [])),
  ];
}

function recordersOf(set, runs) {
  return runs.flatMap((run, at) => {
    const name = `${run.name}-${run.kind}`;
    return [
      { name: `${set}/${name}`, make: (out) => link(capturesOf(run), out) },
      { name: `${set}-first-two/${name}`, make: (out) => link(capturesOf(run).slice(0, 2), out) },
      { name: `${set}-by-path/${name}`, make: (out) => renumber(capturesOf(run), out) },
      { name: `${set}-bun/${name}`, make: async (out) => link(capturesOnBun(run, await bunBinary()), out) },
      ...[22, 24, 26]
        .filter((_, offset) => at % everySoMany === 2 * offset)
        .map((major) => ({ name: `${set}-node${major}/${name}`, make: (out) => captureOn(major, run, out) })),
    ];
  });
}

/** One file of many recordings takes its room once. */
function link(files, out) {
  mkdirSync(out);
  for (const file of files) linkSync(file, join(out, basename(file)));
}

/** As each capture were of a process of its own. */
function renumber(files, out) {
  mkdirSync(out);
  for (const [session, file] of files.entries())
    writeFileSync(join(out, basename(file)), renumbered(readFileSync(file, 'utf8'), session));
}

async function captureOn(major, run, out) {
  installRun(run);
  runRounds(run, `${out}/`, await nodeBinary(major));
}
