// The driver of the working directory as the program of a person: a server that does one operation for each request,
// writes a line of log for it, and has timers and sockets of its own. It is its own client, and ends with its parent.
import http from 'node:http';
import { pathToFileURL } from 'node:url';

const { WARMUP, RATE } = process.env;
const every = 1000 / Number(RATE);
const driver = await import(pathToFileURL('driver.mjs'));
process.removeAllListeners('warning');
process.on('warning', () => {});

let operations = 0;
await driver.setup();
while (operations < Number(WARMUP)) await driver.operation(operations++);

const server = http.createServer(async (request, response) => {
  const began = performance.now();
  try {
    await driver.operation(operations++);
    response.end('done\n');
  } catch (error) {
    response.statusCode = 500;
    response.end(`${error}\n`);
  }
  console.log(
    `${request.method} ${request.url} ${response.statusCode} ${(performance.now() - began).toFixed(1)} ms`,
  );
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const agent = new http.Agent({ keepAlive: true, maxSockets: 4 });
const { port } = server.address();

function request() {
  const began = performance.now();
  const done = () => setTimeout(request, Math.max(1, every - (performance.now() - began)));
  http
    .get({ agent, host: '127.0.0.1', port, path: `/operation/${operations}` }, (response) => {
      response.resume().on('end', done);
    })
    .on('error', done);
}
request();
setInterval(() => console.log(`alive for ${Math.round(process.uptime())} s`, { operations }), 5_000);
// Without a channel it was started by `heaptrail record`, which ends it.
if (process.send !== undefined) {
  process.on('disconnect', () => process.exit(0));
  process.send('ready');
}
