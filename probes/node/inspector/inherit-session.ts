import { once } from 'node:events';
import { Socket } from 'node:net';
import type { Millis } from '../../../format/units.ts';
import { closeReply, endsWithClose, textFrame } from './client-frame.ts';
import { isDismissed } from './standby.ts';

/**
 * Run as `inherit-session.js PID:PORT COMMAND...` with the socket of an inspector session as descriptor 3, which nobody else
 * reads once the probe is gone. Sends the commands, reads until the last of them is answered or the target closes the
 * socket, and ends. A target that is blocked may take its time: until then this waits.
 */

const descriptor = 3;
/** Far from the ids that the probe has used; the largest that V8 takes. */
const lastId = 0x7f_ff_ff_ff;
/** V8 writes the id first, and strings within a message have their quotes escaped: nothing else looks like this. */
const answer = Buffer.from(`{"id":${lastId},`);
/** Where the probe stopped reading is unknown, and so where frames begin: but after a close nothing follows. */
const silence: Millis = 100;

if (!(await isDismissed())) await endSession(process.argv.slice(3));
process.exit();

async function endSession(commands: readonly string[]): Promise<void> {
  const socket = new Socket({ fd: descriptor });
  // The target may be gone by now: `close` follows.
  socket.on('error', () => {});
  commands.forEach((command, index) => {
    const id = lastId - (commands.length - 1 - index);
    socket.write(textFrame(JSON.stringify({ id, ...(JSON.parse(command) as object) })));
  });
  let read = Buffer.alloc(0);
  let reply: NodeJS.Timeout | undefined;
  socket.on('data', (chunk: Buffer) => {
    clearTimeout(reply);
    read = Buffer.concat([read.subarray(-answer.length), chunk]);
    if (read.includes(answer)) socket.destroy();
    // The target's thread waits for the reply, without a limit.
    else if (endsWithClose(read)) reply = setTimeout(() => socket.write(closeReply), silence);
  });
  await once(socket, 'close');
}
