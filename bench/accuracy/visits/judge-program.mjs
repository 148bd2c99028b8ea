import { nodeBinary } from '../../../scripts/fetch-node.mjs';
import { installRun } from '../capture.mjs';
import { attachTo, judgeOnce } from '../live/judge-live.mjs';
import { rankOf } from '../score.mjs';

/** One program of the corpora as a server: the first suspect must match what is known of the leak, as for captures. */
export async function judgeProgram(run, major, words) {
  installRun(run);
  const runtime = { name: `node ${major}`, judge: attachTo(() => nodeBinary(major), words) };
  const { suspects, coverage, failure } = await judgeOnce({ run, runtime });
  return { suspects, limits: coverage?.limits, fault: failure ?? faultOf(run, suspects) };
}

function faultOf(run, suspects) {
  if (run.kind !== 'leaky') return suspects[0] && `accuses ${suspects[0].title}`;
  if (rankOf(suspects) === 1) return undefined;
  const rank = rankOf(suspects);
  return `first is ${suspects[0]?.title ?? 'nothing'}${rank > 1 ? `, right at rank ${rank}` : ''}`;
}
