import type { TargetDescription } from '../../format/recording.ts';
import type { Connection, WorkerSource } from '../connection.ts';
import type { DevtoolsSession } from '../transport/devtools-session.ts';
import { attachToWorkers, CarriedSession } from './carried-session.ts';
import { V8Connection } from './v8-connection.ts';

/** The workers of one page, each over a session of its own inside that of the page. Those of workers are not seen. */
export class PageWorkers implements WorkerSource {
  readonly #devtools: DevtoolsSession;
  readonly #page: TargetDescription;
  #seen = 0;

  constructor(devtools: DevtoolsSession, page: TargetDescription) {
    this.#devtools = devtools;
    this.#page = page;
  }

  async watch(onWorker: (worker: Connection) => void): Promise<void> {
    const devtools = this.#devtools;
    devtools.on('Target.attachedToTarget', ({ sessionId, targetInfo: { type, title, url } }) => {
      if (type !== 'worker') return;
      this.#seen += 1;
      const id = this.#seen;
      const session = new CarriedSession(devtools, sessionId, true);
      const name = title === url ? '' : title;
      const thread = { id, ...(name === '' ? {} : { name }), ...(url === '' ? {} : { file: url }) };
      onWorker(new V8Connection({ ...this.#page, thread }, session));
    });
    await attachToWorkers(devtools);
  }
}
