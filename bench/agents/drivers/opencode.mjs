// `opencode serve`, compiled with Bun. `ended`: a client that creates a session, asks, and deletes it. `open`: one session
// that goes on, with a client that listens to events.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { answering, startChild } from './child.mjs';
import { freePort } from './free-port.mjs';
import { ask, askJson } from './http.mjs';

const model = { providerID: 'mock', modelID: 'mock' };

export async function start(place) {
  const port = await freePort();
  const folder = join(place.home, '.config/opencode');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'opencode.json'), JSON.stringify(configuration(place.model)));
  const program = join(place.folder, `node_modules/opencode-linux-${process.arch}/bin/opencode`);
  const words = ['serve', '--hostname', '127.0.0.1', '--port', String(port)];
  const running = startChild(place, program, words, {
    env: {
      OPENCODE_DISABLE_AUTOUPDATE: '1',
      OPENCODE_DISABLE_MODELS_FETCH: '1',
      OPENCODE_DISABLE_LSP_DOWNLOAD: '1',
      OPENCODE_DISABLE_DEFAULT_PLUGINS: '1',
      ...place.inspectorEnv,
    },
  });
  const url = `http://127.0.0.1:${port}`;
  await answering(place, running, `${url}/session`);
  return { ...running, place, url };
}

export async function endedSession({ url, place }) {
  const { id } = await askJson(`${url}/session`, { method: 'POST', body: {} });
  await say(url, id, place, 'now');
  await ask(`${url}/session/${id}`, { method: 'DELETE' });
}

export async function openSession({ url, place }) {
  const { id } = await askJson(`${url}/session`, { method: 'POST', body: {} });
  listen(`${url}/event`);
  return (turn) => say(url, id, place, `for task ${turn}`);
}

async function say(url, id, place, when) {
  const text = `Read ${place.note} ${when} and say what it is about.`;
  await ask(`${url}/session/${id}/message`, {
    method: 'POST',
    body: { model, parts: [{ type: 'text', text }] },
    seconds: 120,
  });
}

/** Reads until the program ends. */
async function listen(url) {
  try {
    const response = await fetch(url);
    for await (const _ of response.body);
  } catch {}
}

function configuration(url) {
  return {
    autoupdate: false,
    share: 'disabled',
    model: 'mock/mock',
    small_model: 'mock/mock',
    permission: { edit: 'allow', bash: 'allow', external_directory: 'allow' },
    provider: {
      mock: {
        npm: '@ai-sdk/openai-compatible',
        name: 'mock',
        options: { baseURL: `${url}/v1`, apiKey: 'mock' },
        models: { mock: { name: 'mock', tool_call: true, limit: { context: 200000, output: 8000 } } },
      },
    },
  };
}
