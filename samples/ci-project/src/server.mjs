import { writeFileSync } from 'node:fs';
import http from 'node:http';
import { RememberingSessions, Sessions } from './sessions.mjs';

const sessions = process.env.LEAK === '0' ? new Sessions() : new RememberingSessions();
let served = 0;

const server = http.createServer((_, response) => {
  const id = `session ${++served}`;
  sessions.open(id);
  sessions.close(id);
  response.end(`${id} is over\n`);
});

server.listen(Number(process.env.PORT ?? 0), '127.0.0.1', () => {
  writeFileSync(process.env.PORT_FILE ?? 'port.txt', String(server.address().port));
  console.log('listening');
});
