import { channel } from 'node:diagnostics_channel';
import { type SuiteMessage, suiteChannel } from '../../format/suite-evidence.ts';

/** The variable by which `node --test` tells the processes of test files that it started them. */
export const nodeTestRunner = 'HEAPTRAIL_SUITE_RUNNER';

/** Node 20 does not say which file a test is in; it has one process for each. */
interface RunningTest {
  readonly name: string;
  readonly fullName?: string;
  readonly filePath?: string;
}

const say = (message: SuiteMessage) => channel(suiteChannel).publish(message);
let watching = false;

export function isWatchingNodeTests(): boolean {
  return watching;
}

/**
 * Hooks around all tests of this process, whatever their file. There is none when a file is over: it is over if a test of the
 * next one begins, or the process ends. They have to be there before the first file is loaded.
 */
export function watchNodeTests(): void {
  // Loaded by its name, it would make a test of every program.
  const { beforeEach, afterEach } = process.getBuiltinModule('node:test');
  let file: string | undefined;
  beforeEach((context) => {
    const { name, fullName = name, filePath = process.argv[1] } = context as RunningTest;
    if (filePath !== file) {
      file = filePath;
      say({ kind: 'begun', file });
    }
    say({ kind: 'test', name: fullName });
  });
  afterEach(() => say({ kind: 'test', name: undefined }));
  watching = true;
}
