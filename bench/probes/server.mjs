// A server under load. `heavy` allocates 2,000 objects a request, `realistic` parses and answers a small JSON document,
// `pages` touches 64 new pages for each answer: a Buffer that is garbage afterwards.
import { createServer } from 'node:http';

const kind = process.argv[2];
const order = JSON.stringify({
  id: 7,
  lines: Array.from({ length: 20 }, (_, i) => ({ sku: `sku-${i}`, n: i })),
});
const recent = [];

const work = {
  heavy: () => JSON.stringify(Array.from({ length: 2_000 }, (_, i) => ({ i, text: `item ${i}` })).slice(-5)),
  realistic: () => {
    const parsed = JSON.parse(order);
    recent.push(parsed);
    if (recent.length > 100) recent.shift();
    return JSON.stringify({ ...parsed, total: parsed.lines.reduce((sum, { n }) => sum + n, 0) });
  },
  pages: () => `${Buffer.alloc(256 * 1024, 1).length}`,
}[kind];

const server = createServer((_, response) => response.end(work()));
server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }));
process.on('disconnect', () => process.exit());
