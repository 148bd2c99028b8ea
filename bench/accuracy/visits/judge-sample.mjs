import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expectationOnBun, isFirst } from '../../../samples/expectation.mjs';
import { onBun } from '../../../samples/on-bun.mjs';
import { startSample } from '../../../samples/start-sample.mjs';
import { bunBinary } from '../../../scripts/fetch-bun.mjs';
import { nodeBinary } from '../../../scripts/fetch-node.mjs';
import { heaptrail } from '../live/judge-live.mjs';

/** One sample as a live process: its first suspect must be of the kind and at the place that captures name. */
export async function judgeSample({ name, expects }, kind, major, words) {
  const folder = mkdtempSync(join(tmpdir(), 'heaptrail-visits-'));
  const agent = await startSample(name, {
    fixed: kind === 'fixed',
    ...(major === 'bun' ? onBun(await bunBinary()) : await onNode(major)),
  });
  try {
    const out = join(folder, 'run.heaptrail');
    const counted = ['--operations', 'globalThis.agent.operations'];
    const report = await heaptrail([
      ...['attach', String(agent.pid), ...words, ...counted],
      ...['--out', out, '--json', '--quiet'],
    ]);
    return {
      ...report,
      limits: report.coverage.limits,
      fault: faultOf(report, major === 'bun' ? expectationOnBun(expects.leaky) : expects.leaky, kind),
    };
  } finally {
    await agent.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Others may record on this machine. */
async function onNode(major) {
  return { runtime: await nodeBinary(major), environment: { NODE_OPTIONS: '--inspect-port=0' } };
}

function faultOf({ suspects }, { first }, kind) {
  if (kind === 'fixed' || first === undefined || first === null)
    return suspects[0] && `accuses ${suspects[0].title}`;
  return isFirst(suspects, first) ? undefined : `first is ${suspects[0]?.title ?? 'nothing'}`;
}
