// A healthy server under a steady load of its own: every answer takes memory, and nothing of it stays.
import { createServer, get } from 'node:http';

const mostSessions = 500;
const sessions = new Map();
// From the start: a server that fills its cache grows.
for (let id = 0; id < mostSessions; id += 1) open(id, '/turn');

function open(id, url) {
  sessions.set(id, { at: Date.now(), history: Array.from({ length: 50 }, (_, turn) => `${url} ${turn}`) });
}

const server = createServer((request, response) => {
  open(Math.trunc(Math.random() * mostSessions), request.url);
  response.end(JSON.stringify([...sessions.values()].slice(0, 20)));
});
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address();
  setInterval(() => get({ host: '127.0.0.1', port, path: '/turn' }, (answer) => answer.resume()), 50);
  console.log(`ready ${process.pid}`);
});
