import { maskedArguments } from '../../format/masked-arguments.ts';
import type { TargetDescription } from '../../format/recording.ts';
import type { Connection } from '../connection.ts';
import { NodeConnection } from '../node/node-connection.ts';
import { ProbeError } from '../probe-error.ts';
import { answerTimeout } from '../transport/answer-timeout.ts';
import type { DevtoolsSession } from '../transport/devtools-session.ts';
import { chooseTarget } from './choose-target.ts';
import { endpointName, type ListedTarget, listTargets } from './listed-targets.ts';
import { openSession, openWorkerSession } from './open-session.ts';
import { PageWorkers } from './page-workers.ts';
import { type ToldRuntime, toldRuntime } from './told-runtime.ts';
import { authorityOf, type TypedAddress } from './typed-address.ts';
import { V8Connection } from './v8-connection.ts';

/**
 * Attaches to whatever speaks the DevTools protocol at an address. Nothing but that address is contacted.
 * @param wanted which of several targets
 * @throws ProbeError with the reason why it cannot be attached
 */
export async function attachToAddress(address: TypedAddress, wanted?: string): Promise<Connection> {
  const at = authorityOf(address);
  const targets = address.path === undefined ? await listTargets(address) : [];
  const listed = address.path === undefined ? chooseTarget(targets, wanted, at) : undefined;
  const devtools =
    (listed?.type === 'worker' ? await openWorkerSession(address, listed, pagesIn(targets)) : undefined) ??
    (await openSession(address, address.path ?? listed!.path));
  try {
    const told = await toldRuntime(devtools, await endpointName(address));
    return await connectionTo(describe(at, told, listed), told, devtools);
  } catch (error) {
    await devtools.close();
    throw error instanceof ProbeError && error.code === 'protocol-failed' ? noHeap(at, error) : error;
  }
}

function pagesIn(targets: readonly ListedTarget[]): readonly ListedTarget[] {
  return targets.filter(({ type }) => type === 'page' || type === 'iframe');
}

function describe(at: string, told: ToldRuntime, listed: ListedTarget | undefined): TargetDescription {
  const { hasModules: _, means: __, command, title, url, ...rest } = told;
  const names = [title ?? listed?.title ?? '', url ?? listed?.url ?? ''].filter((word) => word !== '');
  const [role] = names;
  return {
    address: at,
    ...rest,
    executable: '',
    command: maskedArguments(command.length > 0 ? command : names),
    // A program is known by its script.
    ...(command.length > 0 || role === undefined ? {} : { role }),
  };
}

async function connectionTo(
  target: TargetDescription,
  { hasModules, means }: ToldRuntime,
  devtools: DevtoolsSession,
): Promise<Connection> {
  await devtools.send('HeapProfiler.enable', undefined, answerTimeout);
  if (hasModules && (await has(devtools, 'NodeRuntime.enable'))) {
    const release = async () => {
      await devtools.close();
      return [];
    };
    // Its inspector was open before, and what its console keeps may be read by others.
    return await NodeConnection.create(
      target,
      { devtools, notes: [], ownsConsole: false, release },
      {},
      means,
    );
  }
  const workers = (await has(devtools, 'Target.getTargets')) ? new PageWorkers(devtools, target) : undefined;
  return new V8Connection(target, devtools, workers);
}

/** Whether the target knows the method; asking changes nothing. */
async function has(
  devtools: DevtoolsSession,
  method: 'NodeRuntime.enable' | 'Target.getTargets',
): Promise<boolean> {
  try {
    await devtools.send(method, undefined, answerTimeout);
    return true;
  } catch (error) {
    if (error instanceof ProbeError && error.code === 'protocol-failed') return false;
    throw error;
  }
}

function noHeap(at: string, cause: ProbeError): ProbeError {
  return new ProbeError(
    'not-javascript',
    `what was chosen at ${at} has no heap to look at (${cause.message})`,
    `choose another target: heaptrail attach ${at} lists them`,
    { cause },
  );
}
