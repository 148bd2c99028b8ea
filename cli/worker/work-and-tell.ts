import { printableJson } from '../../format/printable.ts';
import { forReader, print, printText } from '../output/terminal.ts';
import { type ExitCode, exitCode } from '../requests/exit-codes.ts';
import { runWorker, type WorkerEvent } from './run-worker.ts';
import type { WorkerRequest } from './worker-request.ts';
import { statusText, workerStatus } from './worker-status.ts';

/** Works until it is stopped; returns the exit code. */
export async function workAndTell(request: WorkerRequest, signal: AbortSignal): Promise<ExitCode> {
  const { queue } = request;
  if (queue !== undefined)
    await runWorker({ ...request, queue }, sayingOn(process.stdout, request.json), signal);
  return exitCode.noGrowth;
}

/** @returns 3 if something waits, so that a monitor can ask */
export async function tellStatus(request: WorkerRequest): Promise<ExitCode> {
  const status = await workerStatus(request);
  if (request.json) await print(`${printableJson(status, 2)}\n`);
  else await printText(statusText(status, Date.now()));
  const setAside = status.queue?.setAside.length ?? 0;
  return status.recordings.length + setAside === 0 ? exitCode.noGrowth : exitCode.inconclusive;
}

/** A terminal gets lines to read, everything else one line of JSON for each event. */
function sayingOn(stream: NodeJS.WriteStream, json: boolean): (event: WorkerEvent) => void {
  const isForPerson = stream.isTTY === true && !json;
  return (event) =>
    stream.write(`${isForPerson ? forReader(lineOf(event), stream) : printableJson(event)}\n`);
}

function lineOf({ event, recording = '', sentence, reason }: WorkerEvent): string {
  return [event, recording, sentence ?? reason ?? ''].filter((word) => word !== '').join('  ');
}
