// Runs in the process of each test file of `node --test`, and tells the probe there which file it is and how far.
import { nodeTestRunner, watchNodeTests } from './node-test-hooks.ts';

// What tests start inherits all options and variables, but it is no child of the runner itself.
if (process.env.NODE_TEST_CONTEXT !== undefined && process.env[nodeTestRunner] === String(process.ppid))
  watchNodeTests();
