// Real agents and development servers under `attach`, and what is said of them:
//   npm run bench -- agents [--only NAME,NAME] [--modes ended,open] [--recordings FOLDER] [--analyze] [--plant]
//                         [--quick]
// --quick judges only the heap, and saves up to two minutes each time. --analyze judges the recordings that are there
// again, with this build. --plant records copies with a leak planted.
// Programs are installed into bench/.cache/agents when they run first; reports are kept there as JSON.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { isBuilt } from '../engines.mjs';
import { isFound, plantedRuns, recordPlanted } from './plant.mjs';
import { modes, programs } from './programs.mjs';
import { recordings, recordProgram } from './record-program.mjs';
import { judged } from './result.mjs';
import { heading, rowOf } from './table.mjs';

const { values } = parseArgs({
  args: process.argv.slice(2).filter((word) => word !== 'agents'),
  options: {
    only: { type: 'string', default: programs.map(({ name }) => name).join(',') },
    modes: { type: 'string', default: modes.join(',') },
    recordings: { type: 'string', default: recordings },
    analyze: { type: 'boolean', default: false },
    plant: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
  },
});
if (!isBuilt()) throw new Error('dist/ is not there: run npm run build first');

const { recordings: root, quick } = values;
const chosen = programs.filter(({ name }) => values.only.split(',').includes(name));
console.log(heading);
for (const run of values.plant ? plantedRuns(chosen) : runsOf(chosen)) {
  const result = values.analyze ? await judgeAgain(run) : await recordAnew(run);
  if (result === undefined) continue;
  console.log(rowOf(result));
  if (run.plant !== undefined && result.failure === undefined) {
    console.log(`  planted: ${run.plant.what}: ${isFound(run.plant, result) ? 'found first' : 'NOT FIRST'}`);
  }
}

function runsOf(all) {
  return all.flatMap((program) =>
    values.modes.split(',').map((mode) => ({ program, mode, label: `${program.name}-${mode}` })),
  );
}

function recordAnew(run) {
  return run.plant === undefined
    ? recordProgram(run.program, run.mode, { root, quick })
    : recordPlanted(run, { root, quick });
}

async function judgeAgain({ program, mode, label, plant }) {
  const out = join(root, label);
  if (!existsSync(join(out, 'recording.json'))) return undefined;
  try {
    return { program: plant === undefined ? program.name : label, mode, ...(await judged(label, out)) };
  } catch (error) {
    return { program: program.name, mode, failure: error.message };
  }
}
