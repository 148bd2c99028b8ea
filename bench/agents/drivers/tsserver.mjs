// The TypeScript server over this project, as an editor uses it. `ended`: files that are opened, changed and closed.
// `open`: one file that stays open and is changed.
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startChild } from './child.mjs';
import { jsonLines } from './json-lines.mjs';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const files = ['analyzer/parse', 'analyzer/graph', 'analyzer/growth', 'analyzer/explain'].flatMap((folder) =>
  readdirSync(join(root, folder))
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .map((name) => join(root, folder, name)),
);

export async function start(place) {
  const program = createRequire(import.meta.url).resolve('typescript/lib/tsserver.js');
  const words = [program, '--disableAutomaticTypingAcquisition'];
  const running = startChild(place, place.runtime, words, { talks: true, cwd: root });
  const waiting = new Map();
  const send = jsonLines(running.child, ({ type, event, request_seq, body }) => {
    const sequence = type === 'response' ? request_seq : event === 'requestCompleted' && body.request_seq;
    waiting.get(sequence)?.();
    waiting.delete(sequence);
  });
  return { ...running, send, waiting, sequence: 0 };
}

let next = 0;
export async function endedSession(server) {
  const file = files[next++ % files.length];
  tell(server, 'open', { file, fileContent: readFileSync(file, 'utf8') });
  for (let edit = 0; edit < 3; edit++) await change(server, file, edit);
  tell(server, 'close', { file });
}

export async function openSession(server) {
  const [file] = files;
  tell(server, 'open', { file, fileContent: readFileSync(file, 'utf8') });
  return (turn) => change(server, file, turn);
}

async function change(server, file, turn) {
  const place = { file, line: 1, offset: 1 };
  const insertString = `const edit${next}_${turn} = ${turn};\n`;
  tell(server, 'change', { ...place, endLine: 1, endOffset: 1, insertString });
  await asked(server, 'geterr', { files: [file], delay: 0 });
  await asked(server, 'completionInfo', { ...place, line: 2, offset: 8 });
}

function tell(server, command, args) {
  server.send({ seq: ++server.sequence, type: 'request', command, arguments: args });
  return server.sequence;
}

function asked(server, command, args) {
  const sequence = tell(server, command, args);
  return new Promise((resolve) => server.waiting.set(sequence, resolve));
}
