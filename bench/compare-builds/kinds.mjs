// What a request of each kind of program does. Clean, it leaves nothing behind, though it works with what others leave for a
// while. `growth` is what stays in percent of today: 100 in both builds, or 103 in the head.
import { AsyncLocalStorage } from 'node:async_hooks';
import { EventEmitter } from 'node:events';

export const kinds = { requests, sessions, texts, cache, jobs };

/** Sessions that end after a moment, a cache that evicts, and timers. Growth: a text of 1,000 or 1,030 bytes. */
function requests(growth) {
  const kept = [];
  const open = new Map();
  const recent = new Map();
  return (request, served) => {
    const id = `session ${served}`;
    open.set(id, { id, url: request.url, timer: setTimeout(() => open.delete(id), 5) });
    recent.set(id, { id, headers: { ...request.headers } });
    if (recent.size > 100) recent.delete(recent.keys().next().value);
    if (growth > 0) kept.push(Buffer.alloc(10 * growth, 97 + (served % 26)).toString('latin1'));
    const parts = open.get(id).url.split('/');
    return JSON.stringify(parts.map((part) => part.toUpperCase()));
  };
}

/** A Map of sessions with a user and messages, and the oldest is logged out. Growth: sessions that nobody ends. */
function sessions(growth) {
  class User {
    constructor(name) {
      this.name = name;
      this.rights = new Set(['read', name]);
    }
  }
  const byToken = new Map();
  const abandoned = new Map();
  const open = (token, into) => {
    into.set(token, { token, user: new User(`user ${token}`), messages: [{ text: `hello ${token}` }] });
  };
  let owed = 0;
  return (_, served) => {
    open(`token ${served}`, byToken);
    if (byToken.size > 50) byToken.delete(byToken.keys().next().value);
    // Three of a hundred more, evenly: one of 33.
    for (owed += growth; owed >= 100; owed -= 100) open(`${owed} of ${served}`, abandoned);
    return `${byToken.size}`;
  };
}

/** Texts that are joined, cut, replaced and parsed. Growth: lines of 100 or 103 numbers in a journal. */
function texts(growth) {
  const journal = [];
  return (request, served) => {
    const page = Array.from({ length: 40 }, (_, line) => `<p>${line} of ${request.url} ${served}</p>`).join(
      '\n',
    );
    const plain = page.replaceAll(/<\/?p>/g, '').slice(10, -10);
    if (growth > 0) journal.push(Array.from({ length: growth }, (_, k) => (served + k) % 1000).join(' '));
    return plain.split('\n').at(served % 40);
  };
}

/** A cache with a limit, of documents with typed arrays. Growth: entries of 100 or 103 numbers in one without. */
function cache(growth) {
  const limited = new Map();
  const unlimited = new Map();
  return (_, served) => {
    const key = `document ${served % 700}`;
    const found = limited.get(key) ?? {
      key,
      body: JSON.parse('{"a":[1,2,{"b":"c"}]}'),
      points: new Float64Array(32),
    };
    limited.delete(key);
    limited.set(key, found);
    if (limited.size > 300) limited.delete(limited.keys().next().value);
    if (growth > 0)
      unlimited.set(served, { served, points: Array.from({ length: growth }, (_, k) => k + 0.5) });
    return key;
  };
}

/** Promises, listeners that are removed, and a store for each job. Growth: closures that wait for what never comes. */
function jobs(growth) {
  const context = new AsyncLocalStorage();
  const bus = new EventEmitter();
  const waiting = [];
  let owed = 0;
  return (_, served) =>
    context.run({ job: served }, async () => {
      const done = new Promise((resolve) => bus.once(`done ${served}`, resolve));
      await null;
      bus.emit(`done ${served}`, { result: served });
      for (owed += growth; owed >= 100; owed -= 100) {
        const job = { id: `job ${served}` };
        waiting.push(new Promise((resolve) => Object.assign(job, { resolve })).then(() => job.id));
      }
      return JSON.stringify({ ...(await done), store: context.getStore() });
    });
}
