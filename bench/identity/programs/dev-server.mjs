// Vite's server of development over the programs beside it, asked for all of its modules again and again.
import { readdirSync } from 'node:fs';
import { createServer } from 'vite';

const root = import.meta.dirname ?? new URL('.', import.meta.url).pathname;
const server = await createServer({
  root,
  logLevel: 'silent',
  server: { port: 0, host: '127.0.0.1', hmr: false },
});
await server.listen();
const { port } = server.httpServer.address();
const modules = readdirSync(root).filter((name) => name.endsWith('.mjs'));
globalThis.served = 0;
for (;;) {
  for (const name of modules) {
    const response = await fetch(`http://127.0.0.1:${port}/${name}?t=${globalThis.served}`);
    await response.text();
    globalThis.served += 1;
  }
  await new Promise((resolve) => setTimeout(resolve, 20));
}
