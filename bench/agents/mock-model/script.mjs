// What the model of the script says: after a prompt that names a file it reads the file, after the result it says a text.

/** Names of tools that read one file, as agents call them. */
const readers = /^(read|read_file|readfile|view)$/i;
const namesAPath = /^(absolute_path|file_path|filepath|path)$/i;

/**
 * The model's next turn: `{ tool: { name, input } }` or `{ text }`.
 * @param {{ prompt: string, afterTool: boolean, tools: { name: string, schema: object }[] }} conversation
 */
export function nextTurn({ prompt, afterTool, tools }) {
  if (afterTool) return { text: finalText(prompt) };
  const file = /(\/[\w./-]+\.(?:txt|md))/.exec(prompt)?.[1];
  const tool = tools.find(({ name }) => readers.test(name));
  if (file === undefined || tool === undefined) return { text: 'A short answer.' };
  const field = Object.keys(tool.schema?.properties ?? {}).find((name) => namesAPath.test(name));
  return { tool: { name: tool.name, input: { [field ?? 'file_path']: file } } };
}

/** Different each time, so that no two answers are one string in the heap. */
let answers = 0;
function finalText(prompt) {
  answers += 1;
  const asked = prompt.slice(0, 60).replaceAll(/\s+/g, ' ');
  return Array.from(
    { length: 40 },
    (_, line) => `Answer ${answers}, line ${line}: the file was read, as asked in "${asked}".`,
  ).join('\n');
}

/** What a stream sends one after another. */
export function piecesOf(text, size = 400) {
  const pieces = [];
  for (let start = 0; start < text.length; start += size) pieces.push(text.slice(start, start + size));
  return pieces;
}

/** Text of a message's content, which is a string or a list of parts. */
export function textOf(content) {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return '';
  return content.map((part) => (typeof part?.text === 'string' ? part.text : '')).join('\n');
}
