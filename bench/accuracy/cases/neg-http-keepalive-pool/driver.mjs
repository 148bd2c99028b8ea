import http from 'node:http';

let srv, port, agent;
export async function setup() {
  srv = http.createServer((_q, s) => setTimeout(() => s.end('ok'), 2));
  srv.keepAliveTimeout = 60000;
  await new Promise((r) => srv.listen(0, '127.0.0.1', r));
  port = srv.address().port;
  agent = new http.Agent({ keepAlive: true, maxSockets: 24, maxFreeSockets: 24 });
}
const get = (p) =>
  new Promise((res, rej) =>
    http
      .get({ host: '127.0.0.1', port, path: p, agent }, (r) => {
        r.resume();
        r.on('end', res);
      })
      .on('error', rej),
  );
export async function operation(i) {
  const c = Math.min(24, 1 + Math.floor(i / 4));
  await Promise.all(Array.from({ length: c }, (_, k) => get('/' + i + '/' + k)));
}
export async function teardown() {
  agent.destroy();
  srv.close();
  srv.closeAllConnections();
}
