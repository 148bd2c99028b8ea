// Copies of programs in which one place was changed so that it leaks, and whether the planted holder is found first.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installed } from './install.mjs';
import { recordProgram } from './record-program.mjs';

const copies = fileURLToPath(new URL('../.cache/agents/planted', import.meta.url));

/** `holder`: what the title or the place of the first suspect must name. */
const plants = [
  {
    name: 'vite-map',
    program: 'vite',
    mode: 'ended',
    what: 'a Map in a closure that gets an entry for each connection',
    file: 'node_modules/vite/dist/node/chunks/node.js',
    find: /\n\twss\.on\("connection", \(socket\) => \{/,
    replacement: `
\tconst seenClients = new Map();
\twss.on("connection", (socket) => {
\t\tseenClients.set(seenClients.size, { at: Date.now(), protocol: String(socket.protocol) });`,
    holder: /seenClients/,
  },
  {
    name: 'node-red-listener',
    program: 'node-red',
    mode: 'ended',
    what: 'a listener of the process-wide emitter for each editor, never removed',
    file: 'node_modules/@node-red/editor-api/lib/editor/comms.js',
    find: /\n {4}var self = this;/,
    replacement: `
    var self = this;
    require("@node-red/util").events.on("comms-planted", function() { return self.session; });`,
    holder: /comms-planted/,
  },
  {
    name: 'claude-code-node-string',
    program: 'claude-code-node',
    mode: 'ended',
    what: 'a text in minified code that each message is appended to',
    file: 'node_modules/@anthropic-ai/claude-code/cli.js',
    find: /enqueue\(A\)\{if\(this\.readResolve\)\{let q=this\.readResolve;/,
    replacement:
      'enqueue(A){this.sentText=(this.sentText??"")+JSON.stringify(A);if(this.readResolve){let q=this.readResolve;',
    holder: /sentText/,
  },
];

export function plantedRuns(programs) {
  return plants.flatMap((plant) => {
    const program = programs.find(({ name }) => name === plant.program);
    return program === undefined
      ? []
      : [{ program, mode: plant.mode, label: `planted-${plant.name}`, plant }];
  });
}

/** Records the changed copy. */
export async function recordPlanted({ program, mode, label, plant }, { root, quick }) {
  const folder = changedCopy(program, plant);
  const result = await recordProgram(program, mode, { root, label, folder, quick });
  return { ...result, program: label };
}

/** Whether the first suspect is the planted one: in its title, or where its path leads. */
export function isFound({ holder }, report) {
  const [first] = report.suspects;
  return first !== undefined && holder.test(JSON.stringify([first.title, first.path, first.holders]));
}

/** Its files are links to those of the installed program, except the one that is changed. */
function changedCopy(program, { name, file, find, replacement }) {
  const folder = join(copies, name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(copies, { recursive: true });
  execFileSync('cp', ['-al', installed(program), folder]);
  const path = join(folder, file);
  const text = readFileSync(path, 'utf8');
  if (!find.test(text)) throw new Error(`${name}: the place to change is not in ${file}`);
  rmSync(path);
  writeFileSync(
    path,
    text.replace(find, () => replacement),
  );
  return folder;
}
