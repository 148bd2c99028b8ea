import type { Millis } from '../../format/units.ts';
import { ProbeError } from '../probe-error.ts';
import { answerTimeout } from '../transport/answer-timeout.ts';
import { DevtoolsConnection } from '../transport/devtools-connection.ts';
import type { DevtoolsSession } from '../transport/devtools-session.ts';
import { attachToWorkers, CarriedSession } from './carried-session.ts';
import type { ListedTarget } from './listed-targets.ts';
import { authorityOf, type TypedAddress } from './typed-address.ts';
import { notAnInspector, unreachable } from './unreachable.ts';

const contextTimeout: Millis = 5_000;

/**
 * A session with what is at the path, where expressions can be evaluated.
 * @throws ProbeError why there is none
 */
export async function openSession(address: TypedAddress, path: string): Promise<DevtoolsSession> {
  const devtools = await openSocket(address, path);
  try {
    await findContext(devtools);
    return devtools;
  } catch (error) {
    await devtools.close();
    throw error;
  }
}

/**
 * A worker of a page says nothing by itself: not before its page has attached to it. Which page that is, only the pages
 * know.
 * @param pages those of its endpoint
 * @returns undefined if it is none of theirs
 * @throws ProbeError
 */
export async function openWorkerSession(
  address: TypedAddress,
  worker: ListedTarget,
  pages: readonly ListedTarget[],
): Promise<DevtoolsSession | undefined> {
  for (const { path } of pages) {
    const page = await openSocket(address, path);
    let found: string | undefined;
    page.on('Target.attachedToTarget', ({ sessionId, targetInfo }) => {
      if (targetInfo.targetId === worker.id) found = sessionId;
    });
    try {
      await attachToWorkers(page);
    } catch (error) {
      await page.close();
      throw error;
    }
    if (found !== undefined) return new CarriedSession(page, found, false);
    await page.close();
  }
  return undefined;
}

async function openSocket(address: TypedAddress, path: string): Promise<DevtoolsConnection> {
  const at = authorityOf(address);
  try {
    return await DevtoolsConnection.open(`${address.isSecure ? 'wss' : 'ws'}://${at}${path}`, at);
  } catch (error) {
    throw whyNot(address, path, error);
  }
}

function whyNot(address: TypedAddress, path: string, error: unknown): unknown {
  const cause = error instanceof ProbeError ? error.cause : undefined;
  if (cause === undefined) return error;
  // As the WebSocket library says that the handshake got another answer.
  const status = /^Unexpected server response: (\d+)/.exec((cause as Error).message)?.[1];
  if (status === undefined) return unreachable(address, cause);
  if (address.path === undefined)
    return notAnInspector(address, { status: Number(status), answeredFrom: undefined });
  const at = authorityOf(address);
  return new ProbeError(
    'no-inspector',
    `${at} has no target ${path} (HTTP ${status})`,
    `an id changes when the program starts again: type heaptrail attach ${address.isSecure ? 'https' : 'http'}://${at}, which looks for it`,
    { cause },
  );
}

/** A target that evaluates nothing without being told where is told where. */
async function findContext(devtools: DevtoolsSession): Promise<void> {
  const isKnown = await devtools.send('Runtime.evaluate', { expression: '0' }, answerTimeout).then(
    () => true,
    (error: unknown) => {
      if (error instanceof ProbeError && error.code === 'protocol-failed') return false;
      throw error;
    },
  );
  if (isKnown) return;
  let timer: NodeJS.Timeout | undefined;
  const context = new Promise<number | undefined>((resolve) => {
    devtools.on('Runtime.executionContextCreated', ({ context: { id } }) => resolve(id));
    timer = setTimeout(resolve, contextTimeout, undefined);
  });
  try {
    await devtools.send('Runtime.enable', undefined, answerTimeout);
    const id = await context;
    if (id !== undefined) devtools.evaluateIn(id);
    // Else it would tell us, and keep, all that is logged.
    await devtools.send('Runtime.disable', undefined, answerTimeout);
  } finally {
    clearTimeout(timer);
  }
}
