// Runs in the context of each test file of jest, and tells the probe outside it how far the file is.
import { channel } from 'node:diagnostics_channel';
import { type SuiteMessage, suiteChannel } from '../../format/suite-evidence.ts';

interface JestGlobals {
  readonly beforeAll: (hook: () => void) => void;
  readonly beforeEach: (hook: () => void) => void;
  readonly afterEach: (hook: () => void) => void;
  readonly expect: { getState(): { readonly testPath?: string; readonly currentTestName?: string } };
}

const { beforeAll, beforeEach, afterEach, expect } = globalThis as unknown as JestGlobals;
const say = (message: SuiteMessage) => channel(suiteChannel).publish(message);

say({ kind: 'setup', file: expect.getState().testPath ?? '', hasOwnModules: true });
beforeAll(() => say({ kind: 'collected', hasOwnModules: true }));
beforeEach(() => say({ kind: 'test', name: expect.getState().currentTestName }));
afterEach(() => say({ kind: 'test', name: undefined }));
