// A program that holds about so many megabytes of heap in one of the shapes that real programs have, and tells how large
// its heap is.
import { createServer } from 'node:http';

const [shape, megabytes] = process.argv.slice(2);
const wanted = Number(megabytes) * 2 ** 20;
const kept = [];
const chunk = 1_000;

/** What one round keeps: few bytes for each node, or many. */
const rounds = {
  // As few bytes a node as JavaScript can have: numbers in boxes, objects of one field.
  tiny: (at) => kept.push(Array.from({ length: chunk }, (_, i) => ({ next: { value: at + i } }))),
  rows: (at) =>
    kept.push(
      new Map(
        Array.from({ length: chunk }, (_, i) => [
          at + i,
          { id: at + i, owner: { name: `owner ${i}`, tags: [i] }, at: { day: i % 365 } },
        ]),
      ),
    ),
  texts: (at) =>
    kept.push(
      Array.from({ length: chunk }, (_, i) =>
        JSON.parse(JSON.stringify(`${at + i}: ${'what was said '.repeat(20)}`)),
      ),
    ),
  closures: (at) =>
    kept.push(
      Array.from({ length: chunk }, (_, i) => {
        const state = { at: at + i, text: `task ${at + i}` };
        return { run: () => state, stop: () => state.at };
      }),
    ),
  json: (at) =>
    kept.push(
      JSON.parse(
        JSON.stringify(
          Array.from({ length: chunk }, (_, i) => ({
            type: 'message',
            role: i % 2 === 0 ? 'user' : 'model',
            id: `msg-${at + i}`,
            content: [{ type: 'text', text: `${at + i} ${'some words of an answer '.repeat(i % 9)}` }],
            usage: { input: i * 3, output: i * 7 + 0.5 },
          })),
        ),
      ),
    ),
};

createServer(() => {}).listen(0, '127.0.0.1');
const used = () => process.memoryUsage().heapUsed;
for (let at = 0; used() < wanted; at += chunk) rounds[shape](at);
globalThis.kept = kept;
process.on('message', () => process.send({ used: used() }));
process.on('disconnect', () => process.exit());
process.send({ ready: true });
