// A healthy server under a steady load of its own: every answer takes memory, and nothing of it stays.
import { createServer, get } from 'node:http';

const sessions = new Map();
const mostSessions = 500;
const server = createServer((request, response) => {
  const id = `${Math.trunc(Math.random() * mostSessions)}`;
  sessions.set(id, {
    at: Date.now(),
    history: Array.from({ length: 50 }, (_, turn) => `${request.url} ${turn}`),
  });
  response.end(JSON.stringify([...sessions.values()].slice(0, 20)));
});
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address();
  setInterval(() => get({ host: '127.0.0.1', port, path: '/turn' }, (answer) => answer.resume()), 50);
  console.log(`ready ${process.pid}`);
});
