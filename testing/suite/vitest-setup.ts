// Runs in the workers of vitest before each test file, and tells the probe there how far the file is.
import { channel } from 'node:diagnostics_channel';
import { afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { type SuiteMessage, suiteChannel } from '../../format/suite-evidence.ts';

const { __vitest_worker__: worker } = globalThis as unknown as {
  readonly __vitest_worker__?: { readonly filepath?: string; readonly ctx?: { readonly pool?: string } };
};
const hasOwnModules = worker?.ctx?.pool?.startsWith('vm') === true;
const say = (message: SuiteMessage) => channel(suiteChannel).publish(message);

say({ kind: 'setup', file: expect.getState().testPath ?? worker?.filepath ?? '', hasOwnModules });
beforeAll(() => say({ kind: 'collected', hasOwnModules }));
beforeEach(() => say({ kind: 'test', name: expect.getState().currentTestName }));
afterEach(() => say({ kind: 'test', name: undefined }));
