// documented: MemoryStore "will leak memory under most conditions": expired sessions never touched again are never pruned
import http from 'node:http';
import express from 'express';
import session from 'express-session';
import ms from 'memorystore';

let srv, port, agent;
export async function setup() {
  const store =
    process.env.VARIANT === 'fixed'
      ? new (ms(session))({ checkPeriod: 20, ttl: 30 })
      : new session.MemoryStore();
  const app = express();
  app.use(session({ secret: 's', resave: false, saveUninitialized: true, store, cookie: { maxAge: 30 } }));
  app.get('/', (q, s) => {
    q.session.cart = 'item '.repeat(500);
    s.end('ok');
  });
  srv = app.listen(0, '127.0.0.1');
  await new Promise((r) => srv.on('listening', r));
  port = srv.address().port;
  agent = new http.Agent({ keepAlive: true });
}
export const settleMs = 60;
export async function operation(_i) {
  await new Promise((res, rej) =>
    http
      .get({ port, host: '127.0.0.1', path: '/', agent }, (r) => {
        r.resume();
        r.on('end', res);
      })
      .on('error', rej),
  );
}
export async function teardown() {
  agent.destroy();
  srv.close();
}
