import { isMainThread } from 'node:worker_threads';
import { preloadWishes } from './environment.ts';
import { ProbeThread } from './probe-thread.ts';
import { type Recording, record } from './record.ts';

/**
 * `node --import heaptrail/probe app.mjs`, `bun --preload heaptrail/probe app.ts`: from then on `heaptrail attach` reaches
 * this process through a private socket, without its inspector. Worker threads of a Node are reached through the main
 * thread, and need no probe of their own; those of a Bun are not reached.
 */
if (isMainThread) {
  try {
    begin();
  } catch (error) {
    // A probe that was set up wrongly must not cost the program.
    tell(error);
  }
}

function begin(): void {
  const { atStart, signal, options } = preloadWishes(process.env);
  ProbeThread.start();
  if (atStart) record(options).then(announce, tell);
  // No signal unless one is named: whatever a program or its tools already use one for stays as it is.
  if (signal !== undefined) onSignal(signal as NodeJS.Signals);

  function onSignal(name: NodeJS.Signals): void {
    let running: Promise<Recording> | undefined;
    process.on(name, () => {
      if (running !== undefined) {
        running.then((recording) => recording.stop()).catch(() => {});
        return;
      }
      running = record(options);
      running.then((recording) => {
        announce(recording);
        const over = () => {
          running = undefined;
        };
        recording.finished.then(over, over);
      }, tell);
    });
  }
}

function announce({ folder, finished }: Recording): void {
  process.stderr.write(`heaptrail records into ${folder}\n`);
  finished.then(({ state }) => process.stderr.write(`heaptrail recorded ${folder} (${state})\n`), tell);
}

function tell(error: unknown): void {
  process.emitWarning(error instanceof Error ? error.message : String(error), 'heaptrail');
}
