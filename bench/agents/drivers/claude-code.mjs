// claude-code without a terminal: lines of JSON in and out. `ended`: two prompts and `/compact`, which replaces the
// conversation by a summary. `open`: one conversation that goes on.
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { startChild } from './child.mjs';
import { jsonLines } from './json-lines.mjs';

const seconds = 180;
const flags = ['-p', '--verbose', '--input-format', 'stream-json', '--output-format', 'stream-json'];

export async function start(place) {
  const [command, ...words] = commandOf(place);
  const running = startChild(
    place,
    command,
    [...words, ...flags, '--model', 'sonnet', '--allowedTools', 'Read'],
    {
      talks: true,
      env: {
        ANTHROPIC_BASE_URL: place.model,
        ANTHROPIC_API_KEY: 'sk-ant-mock',
        CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
        DISABLE_TELEMETRY: '1',
        DISABLE_AUTOUPDATER: '1',
        DISABLE_ERROR_REPORTING: '1',
        ...place.inspectorEnv,
      },
    },
  );
  const waiting = [];
  const send = jsonLines(running.child, (message) => {
    if (message.type === 'result') waiting.shift()?.(message);
  });
  const gone = once(running.child, 'exit');
  return { ...running, place, send, waiting, gone };
}

export async function endedSession(running) {
  for (const task of ['first', 'second']) await say(running, readNote(running, task));
  await say(running, '/compact');
}

export async function openSession(running) {
  return (turn) => say(running, readNote(running, `task ${turn}`));
}

function readNote({ place }, task) {
  return `For ${task}: read ${place.note} and say what it is about.`;
}

async function say({ send, waiting, gone }, text) {
  send({ type: 'user', message: { role: 'user', content: [{ type: 'text', text }] } });
  const result = await Promise.race([
    new Promise((resolve) => waiting.push(resolve)),
    gone.then(() => 'it ended'),
    pause(seconds * 1000, 'no answer', { ref: false }),
  ]);
  if (result.type !== 'result') throw new Error(result);
  if (result.is_error) throw new Error(JSON.stringify(result).slice(0, 400));
}

/** The compiled program, or the script of versions before it. */
function commandOf({ folder, runtime }) {
  const scope = join(folder, 'node_modules/@anthropic-ai');
  const script = join(scope, 'claude-code/cli.js');
  if (existsSync(script)) return [runtime, script];
  return [join(scope, `claude-code-linux-${process.arch}/claude`)];
}
