import http from 'node:http';
import express from 'express';

const fixed = process.env.VARIANT === 'fixed';
const previews = new Map();
let app, srv, base, agent;

function previewRouter() {
  const r = express.Router({ mergeParams: true });
  r.use(express.json());
  r.get('/manifest', (q, s) => s.json(previews.get(q.params.preview)));
  r.post('/comments', (q, s) => s.json({ ok: true, n: q.body.text.length }));
  return r;
}
const call = (method, path, body) =>
  new Promise((ok, no) => {
    const q = http.request(
      base + path,
      { method, agent, headers: { 'content-type': 'application/json' } },
      (s) => s.resume().on('end', ok),
    );
    q.on('error', no).end(body);
  });

export async function setup() {
  app = express();
  if (fixed) app.use('/p/:preview', previewRouter());
  srv = http.createServer(app);
  await new Promise((r) => srv.listen(0, '127.0.0.1', r));
  base = 'http://127.0.0.1:' + srv.address().port;
  agent = new http.Agent({ keepAlive: true });
}
export async function operation(i) {
  const id = 'pr-' + i;
  previews.set(id, { id, branch: 'feature/' + i, files: ['a.js', 'b.js'] });
  if (!fixed) app.use('/p/:preview(' + id + ')', previewRouter());
  await call('GET', `/p/${id}/manifest`);
  await call('POST', `/p/${id}/comments`, JSON.stringify({ text: 'looks good ' + i }));
  previews.delete(id);
}
export async function teardown() {
  agent.destroy();
  srv.close();
  srv.closeAllConnections?.();
}
