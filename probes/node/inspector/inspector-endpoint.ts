import { get } from 'node:http';
import * as v from 'valibot';
import type { Millis } from '../../../format/units.ts';
import type { ListenSocket } from '../../host/host.ts';
import { ProbeError } from '../../probe-error.ts';
import { authorityOf } from '../../target/socket-authority.ts';
import { DevtoolsConnection } from '../../transport/devtools-connection.ts';
import { socketInNetworkOf } from '../../transport/target-network.ts';

/** A thread of its own answers, whatever the program does: what is slower is no inspector. */
const listTimeout: Millis = 2_000;

const targetList = v.array(v.object({ type: v.literal('node'), webSocketDebuggerUrl: v.string() }));

/**
 * The WebSocket address of the inspector behind a listening socket, or undefined if there is none.
 * @param pid in whose network it is
 * @throws ProbeError `other-network`
 */
export async function inspectorUrl(pid: number, socket: ListenSocket): Promise<string | undefined> {
  const text = await getText(pid, socket, '/json/list').catch((error) => {
    if (error instanceof ProbeError && error.code === 'other-network') throw error;
    return undefined;
  });
  if (text === undefined) return undefined;
  try {
    const [target] = v.parse(targetList, JSON.parse(text));
    // The path carries the secret; the host in the answer is what the target calls itself.
    return target && `ws://${authorityOf(socket)}${new URL(target.webSocketDebuggerUrl).pathname}`;
  } catch {
    return undefined;
  }
}

/** A session with the inspector of a process, wherever its network is. */
export async function openSession(pid: number, url: string): Promise<DevtoolsConnection> {
  const socket = await socketInNetworkOf(pid, new URL(url).host);
  return await DevtoolsConnection.open(url, `process ${pid}`, socket);
}

async function getText(pid: number, socket: ListenSocket, path: string): Promise<string> {
  const entered = await socketInNetworkOf(pid, authorityOf(socket));
  return await new Promise((resolve, reject) => {
    const request = get(
      `http://${authorityOf(socket)}${path}`,
      { ...(entered ? { createConnection: () => entered } : { agent: false }), timeout: listTimeout },
      (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => {
          text += chunk;
        });
        response.on('end', () => resolve(text));
        response.on('error', reject);
      },
    );
    request.on('timeout', () => request.destroy(new Error('no answer in time')));
    request.on('error', reject);
  });
}
