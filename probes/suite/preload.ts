// What reporters load into the workers of a suite, before anything else. It does nothing until a test file tells that it
// begins, so that processes which tests start themselves go on as without it.
import { subscribe } from 'node:diagnostics_channel';
import { type SuiteMessage, suiteChannel, suiteVariables } from '../../format/suite-evidence.ts';
import { AsyncWatch } from './async-watch.ts';
import { beforeEndOfWork } from './end-of-work.ts';
import { EvidenceFolder } from './evidence-folder.ts';
import { FileWatch } from './file-watch.ts';
import { SurvivorSampler } from './survivor-sampler.ts';

/** Tests may put clocks of their own into the global scope. */
const now = Date.now.bind(Date);

const {
  [suiteVariables.folder]: folder,
  [suiteVariables.startedAt]: startedAt,
  [suiteVariables.async]: followed,
} = process.env;
if (folder !== undefined) watchSuite(folder, Number(startedAt), followed === '1');

function watchSuite(folder: string, startedAt: number, isAsync: boolean): void {
  let watch: FileWatch | undefined;
  let file = '';
  const finish = () => guarded(() => watch?.finish());
  beforeEndOfWork(finish);
  process.on('exit', finish);
  subscribe(suiteChannel, (data) => guarded(() => hear(data as SuiteMessage)));

  function hear(message: SuiteMessage): void {
    switch (message.kind) {
      case 'setup':
        watch ??= new FileWatch(
          new SurvivorSampler(),
          new EvidenceFolder(folder, startedAt),
          now,
          isAsync ? new AsyncWatch() : undefined,
        );
        watch.finish();
        file = message.file;
        if (message.hasOwnModules) watch.begin(file, true);
        break;
      case 'collected':
        if (!message.hasOwnModules) watch?.begin(file, false);
        break;
      case 'test':
        watch?.enter(message.name);
        break;
      case 'left':
        watch?.finish();
        break;
    }
  }
}

let isTold = false;

/** No test fails because nobody could look at its heap: that is told, once in a worker. */
function guarded(look: () => void): void {
  try {
    look();
  } catch (error) {
    if (isTold) return;
    isTold = true;
    const why = error instanceof Error ? error.message : String(error);
    process.emitWarning(`this worker does not tell what its test files leave: ${why}`, 'heaptrail');
  }
}
