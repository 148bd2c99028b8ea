import { channel } from 'node:diagnostics_channel';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { type SuiteMessage, suiteChannel } from '../format/suite-evidence.ts';
import { isWatchingNodeTests, nodeTestRunner } from './suite/node-test-hooks.ts';
import { isInOneProcess } from './suite/node-test-isolation.ts';
import { preload, SuiteRun } from './suite/suite-run.ts';

const setup = fileURLToPath(new URL('./suite/node-test-setup.cjs', import.meta.url));
const isHere = isInOneProcess();
const run = new SuiteRun({}, process.cwd());
if (isHere) createRequire(import.meta.url)(preload);
else watchChildren();

/** `node --test --test-reporter=heaptrail/node-test-reporter`: says at the end which test files leave what behind. */
export default async function* nodeTestReporter(source: AsyncIterable<unknown>): AsyncGenerator<string> {
  for await (const _ of source);
  channel(suiteChannel).publish({ kind: 'left' } satisfies SuiteMessage);
  if (isHere && !isWatchingNodeTests()) yield howToWatch;
  else await run.end();
}

function watchChildren(): void {
  const options = [preload, setup].map((file) => `--require ${JSON.stringify(file)}`);
  process.env.NODE_OPTIONS = [process.env.NODE_OPTIONS ?? '', ...options].join(' ').trim();
  process.env[nodeTestRunner] = String(process.pid);
}

const howToWatch =
  'heaptrail: test files that run in one process cannot be told apart by a reporter alone\n' +
  '  help: add --import heaptrail/node-test-suite\n';
