import { Session } from 'node:inspector';
import type { Socket } from 'node:net';
import { onLines } from '../../transport/lines.ts';
import { forgetConsole } from './forget-console.ts';

/**
 * Carries the messages of the inspector's protocol, one a line, between a socket and the main thread. No port is
 * opened for it; when the socket closes, however that happens, the session ends and nothing stays behind.
 */
export function relay(socket: Socket): void {
  const session = new Session();
  session.connectToMainThread();
  const say = (message: object) => socket.writable && socket.write(`${JSON.stringify(message)}\n`);
  session.on('inspectorNotification', say);
  onLines(socket, (line) => {
    const { id, method, params } = JSON.parse(line) as { id: number; method: string; params?: object };
    session.post(method, params, (error: Error | null, result?: object) => {
      say(error ? { id, error: { message: error.message } } : { id, result });
    });
  });
  socket.on('error', () => {});
  socket.on('close', () => {
    forgetConsole(session);
    session.disconnect();
  });
}
