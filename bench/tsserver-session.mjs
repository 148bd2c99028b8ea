// Drives the TypeScript language server of this project's own dependencies over this project, as an editor does:
// opens files, changes them, asks for diagnostics and completions, closes them. For recording a real program:
//   node bench/tsserver-session.mjs [--for 60]       prints `server PID`, then works until the time is over
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values } = parseArgs({ options: { for: { type: 'string', default: '60' } } });
const root = fileURLToPath(new URL('..', import.meta.url));
const server = spawn(
  process.execPath,
  [
    createRequire(import.meta.url).resolve('typescript/lib/tsserver.js'),
    '--disableAutomaticTypingAcquisition',
  ],
  { cwd: root, stdio: ['pipe', 'ignore', 'inherit'] },
);
console.log(`server ${server.pid}`);

let sequence = 0;
function send(command, args) {
  server.stdin.write(`${JSON.stringify({ seq: ++sequence, type: 'request', command, arguments: args })}\n`);
}

const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const files = ['analyzer/parse', 'analyzer/graph', 'analyzer/growth', 'analyzer/explain'].flatMap((folder) =>
  readdirSync(join(root, folder))
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .map((name) => join(root, folder, name)),
);

async function editOnce(file) {
  const text = readFileSync(file, 'utf8');
  send('open', { file, fileContent: text });
  for (let edit = 0; edit < 4; edit++) {
    const line = 1 + ((edit * 7) % text.split('\n').length);
    send('change', {
      file,
      line,
      offset: 1,
      endLine: line,
      endOffset: 1,
      insertString: `const edit${sequence} = ${edit};\n`,
    });
    send('geterr', { files: [file], delay: 0 });
    send('completionInfo', { file, line, offset: 8 });
    await pause(150);
  }
  send('close', { file });
}

const end = Date.now() + Number(values.for) * 1000;
for (let turn = 0; Date.now() < end; turn++) await editOnce(files[turn % files.length]);
server.kill();
