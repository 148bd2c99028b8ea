// qwen-code as an editor runs it, in ACP mode. `ended` closes each session by the method that its own daemon uses.
// Its own handler of SIGUSR1 starts a CPU profile, so it is started with an inspector.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { connectAcp, newSession, prompt } from './acp.mjs';
import { startChild } from './child.mjs';

export async function start(place) {
  mkdirSync(join(place.home, '.qwen'), { recursive: true });
  writeFileSync(
    join(place.home, '.qwen/settings.json'),
    JSON.stringify({
      privacy: { usageStatisticsEnabled: false },
      telemetry: { enabled: false },
      general: { enableAutoUpdate: false, disableAutoUpdate: true, disableUpdateNag: true },
      security: { auth: { selectedType: 'openai' } },
      model: { name: 'mock' },
    }),
  );
  const program = join(place.folder, 'node_modules/@qwen-code/qwen-code/cli.js');
  const words = ['--inspect=127.0.0.1:0', '--expose-gc', program, '--acp', '--approval-mode', 'yolo'];
  const running = startChild(place, place.runtime, words, {
    talks: true,
    env: {
      OPENAI_API_KEY: 'mock',
      OPENAI_BASE_URL: `${place.model}/v1`,
      OPENAI_MODEL: 'mock',
      QWEN_CODE_NO_RELAUNCH: 'true',
    },
  });
  return { ...running, place, connection: await connectAcp(running.child) };
}

export async function endedSession({ place, connection }) {
  const session = await newSession(connection, place.work);
  await prompt(connection, session, `Read ${place.note} and say what it is about.`);
  await connection.call('qwen/control/session/close', { sessionId: session });
}

export async function openSession({ place, connection }) {
  const session = await newSession(connection, place.work);
  return (turn) => prompt(connection, session, `Task ${turn}: read ${place.note} and say what it is about.`);
}
