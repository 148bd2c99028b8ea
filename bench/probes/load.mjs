// Load on a server of this folder: node load.mjs PORT SECONDS. It asks over 10 connections, with 4 requests on the way on
// each, and only looks for where answers begin: on two cores, a client that parses them is slower than the server.
import { connect } from 'node:net';

const [port, seconds] = process.argv.slice(2).map(Number);
const connections = 10;
const onTheWay = 4;
const request = Buffer.from('GET / HTTP/1.1\r\nHost: bench\r\n\r\n');
const answer = Buffer.from('HTTP/1.1 200');
const latencies = [];

for (let number = 0; number < connections; number += 1) {
  const socket = connect(port, '127.0.0.1');
  const asked = [];
  const ask = (times) => {
    const now = performance.now();
    for (let time = 0; time < times; time += 1) asked.push(now);
    socket.write(Buffer.concat(Array.from({ length: times }, () => request)));
  };
  ask(onTheWay);
  socket.on('data', (bytes) => {
    const now = performance.now();
    let answers = 0;
    for (let at = bytes.indexOf(answer); at >= 0; at = bytes.indexOf(answer, at + answer.length)) {
      latencies.push(now - asked.shift());
      answers += 1;
    }
    if (answers > 0) ask(answers);
  });
}

setTimeout(() => {
  const sorted = Float64Array.from(latencies).sort();
  const requests = sorted.length;
  const p99 = sorted[Math.floor(requests * 0.99)] ?? 0;
  process.stdout.write(JSON.stringify({ requests, p99 }), () => process.exit());
}, seconds * 1_000);
