import { get } from 'node:http';
import * as v from 'valibot';
import type { Millis } from '../../../format/units.ts';
import type { ListenSocket } from '../../host/host.ts';
import { authorityOf } from '../../target/socket-authority.ts';

/** A thread of its own answers, whatever the program does: what is slower is no inspector. */
const listTimeout: Millis = 2_000;

const targetList = v.array(v.object({ type: v.literal('node'), webSocketDebuggerUrl: v.string() }));

/** The WebSocket address of the inspector behind a listening socket, or undefined if there is none. */
export async function inspectorUrl(socket: ListenSocket): Promise<string | undefined> {
  const text = await getText(socket, '/json/list').catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    const [target] = v.parse(targetList, JSON.parse(text));
    // The path carries the secret; the host in the answer is what the target calls itself.
    return target && `ws://${authorityOf(socket)}${new URL(target.webSocketDebuggerUrl).pathname}`;
  } catch {
    return undefined;
  }
}

function getText(socket: ListenSocket, path: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const request = get(
      `http://${authorityOf(socket)}${path}`,
      { agent: false, timeout: listTimeout },
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
