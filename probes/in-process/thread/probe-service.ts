import { createServer, type Socket } from 'node:net';
import { parentPort, workerData } from 'node:worker_threads';
import type { RecordingManifest } from '../../../format/recording.ts';
import { UserError } from '../../../format/user-error.ts';
import type { Connection } from '../../connection.ts';
import { planLadder } from '../../session/plan/ladder-plan.ts';
import { planRecording } from '../../session/plan/plan.ts';
import { recordTarget } from '../../session/record-target.ts';
import type { RecordingEvent } from '../../session/series/recording-event.ts';
import { prepareSocketFolder } from '../../transport/private-socket.ts';
import type { FromProbe, RecordMessage, ToProbe } from '../thread-messages.ts';

/** How the probe's thread reaches the main thread of its process. */
export interface MainThread {
  connect(): Promise<Connection>;
  /** Carries an inspector's messages, one a line, between a socket and the main thread until the socket closes. */
  relay(socket: Socket): void;
}

/** The work of the probe's thread: lets `heaptrail attach` in, and records where the program itself asks for it. */
export function serveProbe(mainThread: MainThread): void {
  const port = parentPort;
  if (port === null) throw new Error('this file is part of a worker thread of heaptrail/probe');
  const say = (message: FromProbe) => port.postMessage(message);
  let stop: AbortController | undefined;

  port.on('message', (message: ToProbe) => {
    if (message.kind === 'stop') stop?.abort();
    if (message.kind === 'record') void record(message);
  });
  if (workerData.socket !== undefined) listen(workerData.socket);

  function listen(socket: string): void {
    try {
      prepareSocketFolder(socket);
      const server = createServer((client) => mainThread.relay(client));
      server.on('error', (error) => process.emitWarning(error.message, 'heaptrail'));
      server.listen(socket, () => say({ kind: 'listening' }));
    } catch (error) {
      process.emitWarning(error instanceof Error ? error.message : String(error), 'heaptrail');
    }
  }

  async function record(message: RecordMessage): Promise<void> {
    try {
      if (stop !== undefined) throw alreadyRecording();
      stop = new AbortController();
      const manifest = await recordMainThread(message, stop.signal);
      say({ kind: 'finished', manifest });
    } catch (error) {
      const known = error instanceof UserError;
      const text = error instanceof Error ? error.message : String(error);
      say({
        kind: 'failed',
        message: text,
        next: known ? error.next : 'report this with the version of the runtime',
        ...(known ? { code: error.code } : {}),
      });
      if (known && error.code === 'already-recording') return;
    }
    stop = undefined;
  }

  async function recordMainThread(
    { wishes, folder, most }: RecordMessage,
    signal: AbortSignal,
  ): Promise<RecordingManifest> {
    const { duration } = wishes;
    const plan =
      most === undefined || duration === undefined
        ? planRecording(wishes)
        : planLadder({ ...wishes, duration }, most);
    const connection = await mainThread.connect();
    say({ kind: 'started' });
    const onEvent = (event: RecordingEvent) => say({ kind: 'happened', event });
    return await recordTarget(connection, { plan, folder, signal, onEvent });
  }
}

function alreadyRecording(): UserError {
  return new UserError(
    'already-recording',
    'this process is already being recorded',
    'stop that recording first',
  );
}
