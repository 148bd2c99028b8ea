// A server with sessions that end, a cache that evicts, and timers. By its environment it also leaves objects, or text of a
// length, behind with each request.
import http from 'node:http';

const { PORT, OBJECTS = '0', TEXT = '0' } = process.env;
const [objects, length] = [Number(OBJECTS), Number(TEXT)];
const kept = [];
const sessions = new Map();
const recent = new Map();
let served = 0;

const server = http.createServer((request, response) => {
  const id = `session ${++served}`;
  sessions.set(id, { id, url: request.url, timer: setTimeout(() => sessions.delete(id), 5) });
  recent.set(id, { id, headers: { ...request.headers } });
  if (recent.size > 100) recent.delete(recent.keys().next().value);
  for (let k = 0; k < objects; k++) kept.push({ at: served + k });
  if (length > 0) kept.push(Buffer.alloc(length, 97 + (served % 26)).toString('latin1'));
  response.setHeader('content-type', 'application/json');
  response.end(
    JSON.stringify(
      sessions
        .get(id)
        .url.split('/')
        .map((part) => part.toUpperCase()),
    ),
  );
});
server.listen(Number(PORT), '127.0.0.1');
