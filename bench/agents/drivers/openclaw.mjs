// openclaw's gateway by its chat completions. `ended`: each request is a session of its own. `open`: requests of one user
// share a session.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { answering, startChild } from './child.mjs';
import { freePort } from './free-port.mjs';
import { ask } from './http.mjs';

const token = 'bench-of-agents';

export async function start(place) {
  const port = await freePort();
  mkdirSync(join(place.home, '.openclaw'), { recursive: true });
  writeFileSync(join(place.home, '.openclaw/openclaw.json'), JSON.stringify(configuration(place, port)));
  const program = join(place.folder, 'node_modules/openclaw/openclaw.mjs');
  const words = [program, 'gateway', 'run', '--port', String(port)];
  const running = startChild(place, place.runtime, words, {
    env: { OPENCLAW_NO_AUTO_UPDATE: '1', OPENCLAW_NO_RESPAWN: '1', OPENCLAW_SKIP_CHANNELS: '1' },
  });
  const url = `http://127.0.0.1:${port}`;
  await answering(place, running, `${url}/v1/models`);
  return { ...running, place, url };
}

export async function endedSession({ url, place }) {
  await say(url, place, 'now');
}

export async function openSession({ url, place }) {
  return (turn) => say(url, place, `for task ${turn}`, 'one-user');
}

async function say(url, { note }, when, user) {
  const content = `Read ${note} ${when} and say what it is about.`;
  await ask(`${url}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}` },
    body: { model: 'openclaw', user, messages: [{ role: 'user', content }] },
    seconds: 120,
  });
}

function configuration({ model, work }, port) {
  const cost = { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 };
  const mock = { id: 'mock', name: 'mock', reasoning: false, input: ['text'], cost };
  return {
    gateway: {
      mode: 'local',
      bind: 'loopback',
      port,
      auth: { mode: 'token', token },
      http: { endpoints: { chatCompletions: { enabled: true } } },
    },
    models: {
      mode: 'replace',
      providers: {
        mock: {
          baseUrl: `${model}/v1`,
          apiKey: 'mock',
          api: 'openai-completions',
          models: [{ ...mock, contextWindow: 200000, maxTokens: 8192 }],
        },
      },
    },
    agents: { defaults: { model: { primary: 'mock/mock' }, workspace: work } },
    update: { checkOnStart: false },
    discovery: { mdns: { mode: 'off' } },
  };
}
