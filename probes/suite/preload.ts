// What reporters load into the workers of a suite, before anything else. It does nothing until a test file tells that it
// begins, so that processes which tests start themselves go on as without it.
import { subscribe } from 'node:diagnostics_channel';
import { type SuiteMessage, suiteChannel, suiteVariables } from '../../format/suite-evidence.ts';
import { AsyncWatch } from './async-watch.ts';
import { EvidenceFolder } from './evidence-folder.ts';
import { FileWatch } from './file-watch.ts';
import { ScopeWatch } from './scope-watch.ts';
import { SuiteLedger } from './suite-ledger.ts';
import { SurvivorSampler } from './survivor-sampler.ts';
import { WorkerLooks } from './worker-looks.ts';
import { hearWorker } from './worker-messages.ts';

/** Tests may put clocks of their own into the global scope. */
const now = Date.now.bind(Date);
const sinceStart = performance.now.bind(performance);

const { [suiteVariables.folder]: folder, [suiteVariables.async]: followed } = process.env;
if (folder !== undefined) watchSuite(folder, followed === '1');

function watchSuite(folder: string, isAsync: boolean): void {
  const ledger = new SuiteLedger(folder);
  let watches: ReturnType<typeof makeWatches> | undefined;
  let queued: string | undefined;

  function makeWatches() {
    const sampler = new SurvivorSampler();
    const evidence = new EvidenceFolder(folder);
    const looks = new WorkerLooks(sampler, evidence, ledger, sinceStart);
    const asyncWatch = isAsync ? new AsyncWatch() : undefined;
    return {
      files: new FileWatch(sampler, looks, evidence, now, asyncWatch),
      scopes: new ScopeWatch(sampler, looks, evidence, now, asyncWatch),
      asyncWatch,
    };
  }

  hearWorker({
    queued: guarded((file: string) => {
      watches?.files.finish();
      queued = file;
    }),
    collected: guarded(() => {
      // A file with a scope of its own has begun with that.
      if (queued === undefined) return;
      watches ??= makeWatches();
      watches.files.begin(queued);
      queued = undefined;
    }),
    over: guarded(() => {
      watches?.files.finish();
      watches?.scopes.finish();
      if (ledger.isEveryFileBegun()) watches?.scopes.look();
    }),
  });
  process.on(
    'exit',
    guarded(() => watches?.files.finish()),
  );
  subscribe(
    suiteChannel,
    guarded((data) => hear(data as SuiteMessage)),
  );

  function hear(message: SuiteMessage): void {
    switch (message.kind) {
      case 'scope':
        queued = undefined;
        watches ??= makeWatches();
        watches.scopes.finish();
        message.tag = watches.scopes.begin(message.file);
        break;
      case 'begun':
        watches ??= makeWatches();
        watches.files.finish();
        watches.files.begin(message.file);
        break;
      case 'test':
        watches?.asyncWatch?.enter(message.name);
        break;
      case 'left':
        watches?.files.finish();
        watches?.scopes.finish();
        break;
      case 'ended':
        watches?.scopes.look();
        break;
    }
  }
}

let isTold = false;

/** No test fails because nobody could look at its heap: that is told, once in a worker. */
function guarded<Words extends readonly unknown[]>(
  look: (...words: Words) => void,
): (...words: Words) => void {
  return (...words) => {
    try {
      look(...words);
    } catch (error) {
      if (isTold) return;
      isTold = true;
      const why = error instanceof Error ? error.message : String(error);
      process.emitWarning(`this worker does not tell what its test files leave: ${why}`, 'heaptrail');
    }
  };
}
