// crawler / webhook sender: one request to a new origin each time (loopback 127.a.b.c), server closes the connection
import http from 'node:http';
import { Agent, fetch } from 'undici';

let srv, port, agent;
export const settleMs = 60;
export async function setup() {
  srv = http.createServer((_q, s) => {
    s.setHeader('connection', 'close');
    s.end('ok');
  });
  await new Promise((r) => srv.listen(0, '0.0.0.0', r));
  port = srv.address().port;
  agent = new Agent({ keepAliveTimeout: 10 });
}
export async function operation(i) {
  const ip = '127.' + (1 + ((i >> 16) & 63)) + '.' + ((i >> 8) & 255) + '.' + (i & 255 || 1);
  const r = await fetch('http://' + ip + ':' + port + '/hook?i=' + i, { dispatcher: agent });
  await r.text();
}
export async function teardown() {
  await agent.destroy();
  srv.close();
}
