// gemini-cli as an editor runs it, in ACP mode. Version 0.61 offers no way to end a session: `ended` is a client that
// opens a session for each task and forgets it.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { connectAcp, newSession, prompt } from './acp.mjs';
import { startChild } from './child.mjs';

export async function start(place) {
  writeSettings(place);
  const program = join(place.folder, 'node_modules/@google/gemini-cli/bundle/gemini.js');
  const running = startChild(place, place.runtime, [program, '--acp', '--model', 'gemini-2.5-flash'], {
    talks: true,
    env: {
      GEMINI_API_KEY: 'mock',
      GOOGLE_GEMINI_BASE_URL: place.model,
      GEMINI_CLI_NO_RELAUNCH: 'true',
      GEMINI_CLI_TRUST_WORKSPACE: 'true',
    },
  });
  return { ...running, place, connection: await connectAcp(running.child) };
}

export async function endedSession({ place, connection }) {
  const session = await newSession(connection, place.work);
  await prompt(connection, session, `Read ${place.note} and say what it is about.`);
}

export async function openSession({ place, connection }) {
  const session = await newSession(connection, place.work);
  return (turn) => prompt(connection, session, `Task ${turn}: read ${place.note} and say what it is about.`);
}

function writeSettings({ home }) {
  mkdirSync(join(home, '.gemini'), { recursive: true });
  writeFileSync(
    join(home, '.gemini/settings.json'),
    JSON.stringify({
      privacy: { usageStatisticsEnabled: false },
      telemetry: { enabled: false },
      general: { enableAutoUpdate: false, disableAutoUpdate: true, disableUpdateNag: true },
      security: { auth: { selectedType: 'gemini-api-key' }, folderTrust: { enabled: false } },
    }),
  );
}
