import type { KnownCause, SuiteHolder } from '../../../format/suite-report.ts';
import type { CauseFinder } from './cause.ts';
import { environments } from './environments.ts';
import { mocks } from './mocks.ts';
import { nodeInternals } from './node-internals.ts';
import { openHandles } from './open-handles.ts';
import { processListeners } from './process-listeners.ts';
import { runner } from './runner.ts';
import { testFile } from './test-file.ts';
import { timers } from './timers.ts';
import { windows } from './windows.ts';

/** The first that fits is told: what is expected comes before what is a leak. */
export const causes: readonly CauseFinder[] = [
  testFile,
  mocks,
  runner,
  timers,
  processListeners,
  windows,
  openHandles,
  nodeInternals,
  environments,
];

export function causeOf(holder: SuiteHolder, testFiles: ReadonlySet<string>): KnownCause | undefined {
  return causes.find((finder) => finder.fits(holder, testFiles))?.cause;
}
