// Whether two builds say the same, letter by letter, of everything that was recorded:
//   npm run bench -- identity --from BUILD --to BUILD --recordings DIR [--only WORD,WORD] [--share 4] [--at-once 2] [--verbose]
//   npm run bench -- identity --from BUILD --to BUILD --recordings DIR --time 5 [--only WORD,WORD] [--of-each 4]
// A build is a checkout or a dist folder. --only takes parts of names, --share 4 every fourth recording of each folder.
// Answers are kept in DIR by the hash of the build, so only a changed build is asked. --time asks both in turns and compares
// time and memory instead. Exit code 1: they differ. `npm run bench -- identity-recordings` makes the recordings.
import { dirname, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { Answers } from './identity/answers.mjs';
import { openBuild } from './identity/builds.mjs';
import { differences } from './identity/differences.mjs';
import { recordingsIn } from './identity/recordings.mjs';
import { compareTimes } from './identity/times.mjs';

/** Of one recording; the rest follows from these, most of the time. */
const fewDifferences = 12;

const { values } = parseArgs({
  args: process.argv.slice(2).filter((word) => word !== 'identity'),
  options: {
    from: { type: 'string' },
    to: { type: 'string' },
    recordings: { type: 'string' },
    only: { type: 'string', default: '' },
    share: { type: 'string', default: '1' },
    'at-once': { type: 'string', default: '2' },
    verbose: { type: 'boolean', default: false },
    time: { type: 'string' },
    'of-each': { type: 'string', default: '4' },
  },
});
for (const name of ['from', 'to', 'recordings'])
  if (values[name] === undefined) throw new Error(`--${name} is missing: see the head of bench/identity.mjs`);

const builds = { from: openBuild(values.from), to: openBuild(values.to) };
const recordings = chosenOf(recordingsIn(resolve(values.recordings)));
if (recordings.length === 0) throw new Error(`${values.recordings} has no recording of that name`);
if (values.time !== undefined)
  await compareTimes(recordings, builds, { rounds: Number(values.time), ofEach: Number(values['of-each']) });
else process.exitCode = (await compareAnswers()) === 0 ? 0 : 1;

function chosenOf(all) {
  const words = values.only.split(',').filter((word) => word !== '');
  const named =
    words.length === 0 ? all : all.filter(({ name }) => words.some((word) => name.includes(word)));
  const seen = new Map();
  return named.filter(({ name }) => {
    const folder = dirname(name);
    const place = seen.get(folder) ?? 0;
    seen.set(folder, place + 1);
    return place % Number(values.share) === 0;
  });
}

/** @returns how many recordings differ */
async function compareAnswers() {
  const start = performance.now();
  const from = new Answers(resolve(values.recordings), builds.from);
  const to = new Answers(resolve(values.recordings), builds.to);
  const waiting = longestFirst(recordings, from);
  let differing = 0;
  const compareNext = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const found = differences(await from.about(next), await to.about(next));
      if (found.length === 0) continue;
      differing += 1;
      print(next, found);
    }
  };
  await Promise.all(Array.from({ length: Number(values['at-once']) }, compareNext));
  from.requireSameBuild();
  to.requireSameBuild();
  const seconds = Math.round((performance.now() - start) / 1000);
  console.log(`${recordings.length - differing} identical, ${differing} differ, in ${seconds} s`);
  return differing;
}

/** So that none of them is left to run alone at the end. */
function longestFirst(all, from) {
  const secondsOf = new Map(all.map((one) => [one, from.known(one)?.seconds ?? one.bytes / 2e7]));
  return all.toSorted((a, b) => secondsOf.get(b) - secondsOf.get(a));
}

function print({ name }, found) {
  const told = values.verbose ? found : found.slice(0, fewDifferences);
  const more = found.length - told.length;
  console.log(`${name}: ${told.join('; ')}${more === 0 ? '' : `; and ${more} more (--verbose)`}`);
}
