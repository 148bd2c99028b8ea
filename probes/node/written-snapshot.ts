import { randomUUID } from 'node:crypto';
import { open, rename, rm, stat } from 'node:fs/promises';
import type { CaptureRequest, CaptureResult } from '../connection.ts';
import { ProbeError } from '../probe-error.ts';
import type { DevtoolsSession } from '../transport/devtools-session.ts';

/** Its header says how many nodes there are. */
const headLength = 4_096;

/**
 * Has a target of this machine write the snapshot itself, in the midst of whatever it computes. That takes half of the time
 * that the messages of an inspector take, and no turn of its event loop. It has no ids in common with any other capture.
 * @throws ProbeError if there is no whole snapshot; nothing of it stays on disk.
 */
export async function writeByTarget(
  devtools: DevtoolsSession,
  { path, signal }: CaptureRequest,
): Promise<CaptureResult> {
  const part = `${path}.part`;
  try {
    signal.throwIfAborted();
    const { result, exceptionDetails } = await evaluate(devtools, part);
    if (exceptionDetails !== undefined) throw notWritten(path, exceptionDetails.exception?.description);
    if (result.value === false) throw notWritten(path, 'it is at its exit');
    const { size } = await stat(part).catch(() => {
      throw notWritten(path, 'it sees other files than heaptrail does');
    });
    const nodes = await nodesIn(part);
    await rename(part, path);
    return { size, epoch: randomUUID(), nodes, notes: [] };
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}

/**
 * The message may come when the target is at its exit. Node's functions can crash it then, and so can the command line API
 * by itself: V8 puts it into the scope although no JavaScript may run now (seen with Node 20). So only a Node that has
 * no other way to its modules, before 20.16, is asked with that API.
 */
async function evaluate(devtools: DevtoolsSession, part: string): ReturnType<typeof ask> {
  const write = `writeHeapSnapshot(${JSON.stringify(part)})`;
  const known = `process.getBuiltinModule ? process.getBuiltinModule('v8').${write} : undefined`;
  const answer = await ask(devtools, known, false);
  const isOld = answer.exceptionDetails === undefined && answer.result.type === 'undefined';
  return isOld ? await ask(devtools, `require('v8').${write}`, true) : answer;
}

function ask(devtools: DevtoolsSession, expression: string, includeCommandLineAPI: boolean) {
  return devtools.send('Runtime.evaluate', {
    expression: `process._exiting ? false : (${expression})`,
    silent: true,
    returnByValue: true,
    includeCommandLineAPI,
  });
}

async function nodesIn(file: string): Promise<number> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(headLength), 0, headLength, 0);
    return Number(/"node_count":(\d+)/.exec(buffer.toString('latin1', 0, bytesRead))?.[1] ?? 0);
  } finally {
    await handle.close();
  }
}

function notWritten(path: string, why = 'for an unknown reason'): ProbeError {
  const [reason] = why.split('\n');
  return new ProbeError(
    'snapshot-not-written',
    `the process did not write its snapshot to ${path}: ${reason}`,
    'choose a folder that the program can write to with --out',
  );
}
