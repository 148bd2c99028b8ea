// A server as people have it, express and a logger, asked by itself all the time. With `leak`, its audit keeps requests.
import express from 'express';
import pino from 'pino';

const leaks = process.argv[2] === 'leak';
const logger = pino({ level: 'info' }, pino.destination('/dev/null'));
const audit = [];
globalThis.served = 0;

const app = express();
app.use(express.json());
app.use((request, response, next) => {
  request.log = logger.child({ id: globalThis.served });
  response.on('finish', () => {
    globalThis.served += 1;
    request.log.info({ status: response.statusCode }, 'served');
    if (leaks) audit.push({ url: request.url, at: Date.now(), body: request.body });
  });
  next();
});
app.post('/orders/:id', (request, response) => response.json({ id: request.params.id, ok: true }));

const server = app.listen(0, '127.0.0.1', async () => {
  const { port } = server.address();
  for (let id = 0; ; id++) {
    const body = JSON.stringify({ id, items: [{ sku: `sku-${id}`, count: 1 }] });
    const headers = { 'content-type': 'application/json' };
    const request = { method: 'POST', headers, body };
    // A capture is a long stall, in which connections time out.
    const response = await fetch(`http://127.0.0.1:${port}/orders/${id}`, request).catch(() => undefined);
    await response?.text();
    await new Promise((resolve) => setTimeout(resolve, 4));
  }
});
