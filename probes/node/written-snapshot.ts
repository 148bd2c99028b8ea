import { randomUUID } from 'node:crypto';
import { open, rename, rm, stat } from 'node:fs/promises';
import type { CaptureRequest, CaptureResult } from '../connection.ts';
import { ProbeError } from '../probe-error.ts';
import type { DevtoolsSession } from '../transport/devtools-session.ts';
import { evaluateWithModules, mayNotRun } from './inspector/evaluate-with-modules.ts';
import { builtin } from './inspector/target-expressions.ts';

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
    const answer = await evaluate(devtools, part);
    const { result, exceptionDetails } = answer;
    if (result.value === false || mayNotRun(answer)) throw atItsExit();
    if (exceptionDetails !== undefined) throw notWritten(path, exceptionDetails.exception?.description);
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

/** The message may come when the target is at its exit, where Node's functions can crash it. */
async function evaluate(devtools: DevtoolsSession, part: string) {
  const write = `${builtin('v8')}.writeHeapSnapshot(${JSON.stringify(part)})`;
  const expression = `process._exiting ? false : (${write})`;
  return await evaluateWithModules(devtools, { expression, silent: true, returnByValue: true });
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

function atItsExit(): ProbeError {
  return new ProbeError(
    'snapshot-not-written',
    'the process had come to its exit',
    'give it more to do: a longer run can be captured before its end',
  );
}

function notWritten(path: string, why = 'for an unknown reason'): ProbeError {
  const [reason] = why.split('\n');
  return new ProbeError(
    'snapshot-not-written',
    `the process did not write its snapshot to ${path}: ${reason}`,
    'choose a folder that the program can write to with --out',
  );
}
