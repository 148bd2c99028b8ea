// Runs in the workers of vitest before each test file if handles are followed, and tells the probe there which test runs.
import { afterEach, beforeEach, expect } from 'vitest';
import { say } from './name-scope.ts';

beforeEach(() => say({ kind: 'test', name: expect.getState().currentTestName }));
afterEach(() => say({ kind: 'test', name: undefined }));
