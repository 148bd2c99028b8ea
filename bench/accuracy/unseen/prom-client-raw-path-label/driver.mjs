import http from 'node:http';
import client from 'prom-client';

let srv, port, agent, registry, requests;
export async function setup() {
  registry = new client.Registry();
  requests = new client.Counter({
    name: 'http_requests_total',
    help: 'requests served',
    labelNames: ['method', 'path', 'status'],
    registers: [registry],
  });
  srv = http.createServer((req, res) => {
    const route = req.url.replace(/\/\d+/g, '/:id').split('?')[0];
    res.on('finish', () => {
      const path = process.env.VARIANT === 'fixed' ? route : req.url;
      requests.inc({ method: req.method, path, status: res.statusCode });
    });
    res.setHeader('content-type', 'application/json');
    res.end(JSON.stringify({ route }));
  });
  await new Promise((r) => srv.listen(0, '127.0.0.1', r));
  port = srv.address().port;
  agent = new http.Agent({ keepAlive: true, maxSockets: 4 });
}
const get = (path) =>
  new Promise((ok, no) => {
    http.get({ port, host: '127.0.0.1', path, agent }, (res) => res.resume().on('end', ok)).on('error', no);
  });
export async function operation(i) {
  await get(`/customers/${i}`);
  await get(`/customers/${i}/orders/${i * 3}?trace=${i.toString(36)}-${i * 17}`);
}
export async function teardown() {
  agent.destroy();
  srv.close();
  srv.closeAllConnections();
}
