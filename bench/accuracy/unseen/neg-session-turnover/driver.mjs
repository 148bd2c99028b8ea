import mitt from 'mitt';
import { nanoid } from 'nanoid';

const OPEN = 600;

class Session {
  constructor(bus, user) {
    this.id = nanoid();
    this.user = user;
    this.inbox = [];
    this.onNotice = (text) => (this.last = text);
    this.bus = bus;
    bus.on('notice', this.onNotice);
  }
  end() {
    this.bus.off('notice', this.onNotice);
    this.inbox.length = 0;
  }
}

let bus, openSessions;
export async function setup() {
  bus = mitt();
  openSessions = new Map();
}
// As in a service under even load: one comes, and the one that has been there longest goes.
export async function operation(i) {
  const session = new Session(bus, { name: 'user ' + i, roles: ['r' + (i % 5), 'tenant-' + i] });
  openSessions.set(session.id, session);
  for (let k = 0; k < 8; k++) session.inbox.push({ k, text: `message ${k} for ${i}` });
  if (i % 50 === 0) bus.emit('notice', 'notice ' + i);
  if (openSessions.size > OPEN) {
    const [id, oldest] = openSessions.entries().next().value;
    oldest.end();
    openSessions.delete(id);
  }
  await null;
}
export async function teardown() {
  for (const s of openSessions.values()) s.end();
  openSessions.clear();
}
