// Builds the heap of a long-lived chat agent and writes a snapshot of it:
//   node --max-old-space-size=12000 bench/heaps/agent-heap.mjs OUT SESSIONS [CAPTURES]
// With CAPTURES the agent takes on a twentieth more sessions before each further one: OUT.1, OUT.2 … of one process.
// In Bun the snapshot is one of JavaScriptCore.
import { EventEmitter } from 'node:events';
import { renameSync, writeFileSync } from 'node:fs';
import { writeHeapSnapshot } from 'node:v8';

const [out, sessions, captures = '1'] = process.argv.slice(2);

/** Multiply-with-carry (Marsaglia): the same heap in every run. */
let state = 0x2545f491;
let carry = 362436;
function random(below) {
  const product = 4294957665 * state + carry;
  state = product >>> 0;
  carry = Math.floor(product / 2 ** 32) >>> 0;
  return state % below;
}

const vocabulary = [
  ...'open the file then run each test again and report what failed since yesterday'.split(' '),
  ...'plan: edit, build, retry; "quoted" C:\\path\\to naïve café Füße 模型 строка \u{1f680}'.split(' '),
];
const prose = (words) => Array.from({ length: words }, () => vocabulary[random(vocabulary.length)]).join(' ');
let issued = 0;
const ticket = (kind) => `${kind}-${(++issued).toString(36)}-${random(1 << 30).toString(36)}`;

class TokenUsage {
  prompt = random(120_000);
  completion = random(8_000);
  price = random(1000) / 997;
}

class ToolRun {
  constructor(session) {
    this.ticket = ticket('run');
    this.tool = ['grep', 'edit', 'shell', 'browse'][random(4)];
    this.input = {
      file: `/srv/app/${ticket('src')}.ts`,
      lines: [random(900), random(900)],
      dry: random(2) === 0,
    };
    this.output =
      random(5) === 0 ? Buffer.alloc(200 + random(1500)) : { code: 0, text: prose(4 + random(28)) };
    this.cancel = () => session.emit('cancelled', this);
  }
}

class Message {
  replyTo = null;
  runs = null;
  usage = null;
  constructor(session, role) {
    this.ticket = ticket('msg');
    this.session = session;
    this.role = role;
    this.at = 1_700_000_000_000 + random(1e9) + 0.5;
    const text = prose(12 + random(50));
    // A slice, a rope, parts, and plain text: the ways V8 keeps strings.
    this.body = [text.slice(2, -2), `${this.ticket}: ${text}`, [{ kind: 'text', text }], text][random(4)];
  }
}

class Session extends EventEmitter {
  messages = [];
  waiting = new Map();
  seen = new Set();
  cursor = { step: 0, marks: [1, 2, 3] };
  transcript = '';
  constructor(agent) {
    super();
    this.ticket = ticket('session');
    this.agent = agent;
    const advance = (text) => {
      this.cursor.step++;
      this.transcript += text;
    };
    this.on('message', advance);
    this.once('end', () => agent.sessions.delete(this.ticket));
    agent.on('tick', advance);
    this.done = new Promise((resolve) => {
      this.finish = resolve;
    });
    for (let turn = 10 + random(20); turn > 0; turn--) this.talk();
    if (random(4) === 0) this.embedding = new Float32Array(384);
    if (random(20) === 0) this.reminder = setTimeout(advance, 1e8).unref();
  }

  talk() {
    const role = ['user', 'model', 'tool'][this.messages.length % 3];
    const message = new Message(this, role);
    message.replyTo = this.messages.at(-1) ?? null;
    if (role === 'model') {
      message.usage = new TokenUsage();
      message.runs = Array.from({ length: 1 + random(3) }, () => new ToolRun(this));
      for (const run of message.runs) this.waiting.set(run.ticket, { run, since: random(1e6) });
    }
    this.messages.push(message);
    this.seen.add(message.ticket);
    this.transcript += `${role} ${message.ticket}\n`;
  }
}

class Agent extends EventEmitter {
  sessions = new Map();
  profiles = new WeakMap();
  finished = [];
  accept() {
    const session = new Session(this);
    this.sessions.set(session.ticket, session);
    this.profiles.set(session, { locale: 'de', tags: [random(50), random(50)] });
    this.finished.push(session.done);
  }
}

const agent = new Agent().setMaxListeners(0);
globalThis.agent = agent;
const first = Number(sessions);
const count = Number(captures);
for (let i = 0; i < first; i++) agent.accept();
for (let capture = 1; capture <= count; capture++) {
  if (capture > 1) for (let i = 0; i < first / 20; i++) agent.accept();
  const file = count === 1 ? out : `${out}.${capture}`;
  // A name of its own until it is whole: an interrupted run leaves no half snapshot behind.
  if (globalThis.Bun === undefined) writeHeapSnapshot(`${file}.part`);
  else writeFileSync(`${file}.part`, JSON.stringify(Bun.generateHeapSnapshot('jsc')));
  renameSync(`${file}.part`, file);
}
