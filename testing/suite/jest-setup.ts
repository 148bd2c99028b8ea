// Runs in the context of each test file of jest, and tells the probe outside it how far the file is.
import { nameScope, say } from './name-scope.ts';

interface JestGlobals {
  readonly beforeEach: (hook: () => void) => void;
  readonly afterEach: (hook: () => void) => void;
  readonly expect: { getState(): { readonly testPath?: string; readonly currentTestName?: string } };
}

const { beforeEach, afterEach, expect } = globalThis as unknown as JestGlobals;

nameScope(expect.getState().testPath ?? '');
beforeEach(() => say({ kind: 'test', name: expect.getState().currentTestName }));
afterEach(() => say({ kind: 'test', name: undefined }));
