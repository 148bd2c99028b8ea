/**
 * `--import heaptrail/node-test-suite` beside `--test-isolation=none` and the reporter: tells test files that run in one
 * process apart. Reporters are loaded while the runner is not ready for hooks, so they cannot do it themselves.
 */
import { watchNodeTests } from './suite/node-test-hooks.ts';
import { isInOneProcess } from './suite/node-test-isolation.ts';

// The processes of test files load this too; what looks at them is there already.
if (process.env.NODE_TEST_CONTEXT === undefined && isInOneProcess()) watchNodeTests();
