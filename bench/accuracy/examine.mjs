import { capturesOf } from './capture.mjs';
import { judgeByHeaptrail } from './judges/heaptrail.mjs';
import { looks } from './looks.mjs';
import { judgeOnBun } from './on-bun.mjs';
import { markSuspects } from './score.mjs';

/**
 * Asks everybody about every run.
 * @param judges those to be asked; @param bun whether the programs are to run on Bun as well;
 * @param onResult called with the judge's name and each result of the four captures
 * @returns `{ byJudge, byLook, onBun }`: the same results in the same order of runs in each
 */
export async function examine(runs, { judges, bun, onResult }) {
  const byJudge = judges.map((judge) => ({ judge, results: [], skipped: judge.isThere?.() === false }));
  const byLook = looks.map((look) => ({ look, results: [] }));
  const onBun = [];
  for (const run of runs) {
    const files = capturesOf(run);
    for (const { judge, results } of byJudge.filter(({ skipped }) => !skipped)) {
      const result = ask(judge, run, files);
      results.push(result);
      onResult(judge.name, result);
    }
    for (const { look, results } of byLook) results.push(lookAt(look, run, files));
    if (bun) {
      const result = await judgeOnBun(run);
      onBun.push(result);
      onResult('heaptrail on Bun', result);
    }
  }
  return { byJudge, byLook, onBun };
}

function ask({ judge }, run, files) {
  try {
    return { run, suspects: markSuspects(run, judge(files)) };
  } catch (error) {
    return { run, suspects: [], failure: error.message };
  }
}

function lookAt({ pick, clean = () => {} }, run, files) {
  const picked = pick(files);
  try {
    return ask({ judge: judgeByHeaptrail }, run, picked);
  } finally {
    clean(picked);
  }
}
