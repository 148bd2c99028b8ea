import type { Socket } from 'node:net';
import type { Bytes } from '../../format/units.ts';

/** As much as a message of an inspector may be: chunks of a snapshot are 1 MiB, only a huge evaluation comes near. */
export const longestLine: Bytes = 256 << 20;

/**
 * Calls `listener` with every whole line. Node's readline would also split at U+2028, which JSON leaves as it is. A peer
 * that never ends its line would fill our memory: the socket is destroyed then.
 */
export function onLines(socket: Socket, listener: (line: string) => void, longest = longestLine): void {
  let rest = '';
  socket.setEncoding('utf8').on('data', (text: string) => {
    let from = 0;
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
      listener(rest + text.slice(from, end));
      rest = '';
      from = end + 1;
    }
    rest += text.slice(from);
    if (rest.length > longest) socket.destroy(new Error(`a line is longer than ${longest} characters`));
  });
}
