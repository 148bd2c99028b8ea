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
  const finish = () => watch?.finish();
  beforeEndOfWork(finish);
  process.on('exit', finish);

  subscribe(suiteChannel, (data) => {
    const message = data as SuiteMessage;
    if (message.kind === 'setup') {
      watch ??= new FileWatch(
        new SurvivorSampler(),
        new EvidenceFolder(folder, startedAt),
        now,
        isAsync ? new AsyncWatch() : undefined,
      );
      watch.finish();
      file = message.file;
      if (message.hasOwnModules) watch.begin(file, true);
    } else if (message.kind === 'test') watch?.enter(message.name);
    else if (message.kind === 'left') watch?.finish();
    else if (message.kind === 'collected' && !message.hasOwnModules) watch?.begin(file, false);
  });
}
