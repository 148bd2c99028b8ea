import { once } from 'node:events';
import { WebSocket, WebSocketServer } from 'ws';

const fixed = process.env.VARIANT === 'fixed';

class RoomDirectory {
  channelsBySpace = new Map();
  join(space, channel, user, socket) {
    const channels = this.channelsBySpace.get(space) ?? new Map();
    this.channelsBySpace.set(space, channels);
    const members = channels.get(channel) ?? new Map();
    channels.set(channel, members);
    members.set(user, socket);
  }
  leave(space, user) {
    const channels = this.channelsBySpace.get(space);
    for (const [name, members] of channels) {
      members.delete(user);
      if (fixed && members.size === 0) channels.delete(name);
    }
    if (fixed && channels.size === 0) this.channelsBySpace.delete(space);
  }
}

let wss, url;
const rooms = new RoomDirectory();
export async function setup() {
  wss = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await once(wss, 'listening');
  url = 'ws://127.0.0.1:' + wss.address().port + '/';
  wss.on('connection', (socket, req) => {
    const [, space, user] = req.url.split('/');
    socket.on('message', (m) => {
      for (const channel of JSON.parse(m).join) rooms.join(space, channel, user, socket);
      socket.send('{"joined":true}');
    });
    socket.on('close', () => rooms.leave(space, user));
  });
}
export async function operation(i) {
  const c = new WebSocket(`${url}space-${i}/user-${i % 40}`);
  await once(c, 'open');
  c.send(JSON.stringify({ join: ['cursors', 'chat', 'presence', 'edits', 'voice'] }));
  await once(c, 'message');
  const [server] = wss.clients;
  const gone = once(server, 'close');
  c.close();
  await Promise.all([once(c, 'close'), gone]);
}
export async function teardown() {
  await new Promise((r) => wss.close(r));
}
