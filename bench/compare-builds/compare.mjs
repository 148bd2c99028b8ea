import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { delimiter, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bunBinary } from '../../scripts/fetch-bun.mjs';
import { nodeBinary } from '../../scripts/fetch-node.mjs';
import { freePort } from '../agents/drivers/free-port.mjs';

const command = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const server = fileURLToPath(new URL('./server.mjs', import.meta.url));

/** One comparison by the built command, as JSON. */
export async function compare({ base, head, runtime, options }, limit) {
  const port = await freePort();
  const [name, binary] = await runtimeOf(runtime);
  const start = (given) =>
    `${Object.entries({ PORT: port, ...given })
      .map(([variable, value]) => `${variable}=${value}`)
      .join(' ')} exec ${name} ${server}`;
  const words = [
    ...[command, 'compare-builds', '--base', start(base), '--head', start(head)],
    ...[
      '--load',
      `http://127.0.0.1:${port}/a/b`,
      '--limit',
      limit,
      '--no-explain',
      '--json',
      '-q',
      ...options,
    ],
  ];
  const child = spawn(process.execPath, words, {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, PATH: `${dirname(binary)}${delimiter}${process.env.PATH}` },
  });
  const chunks = [];
  child.stdout.on('data', (chunk) => chunks.push(chunk));
  await once(child, 'close');
  const text = Buffer.concat(chunks).toString();
  if (text === '') throw new Error(`${words.join(' ')} ended with ${child.exitCode} and no answer`);
  return JSON.parse(text);
}

async function runtimeOf(runtime) {
  if (runtime === 'Bun') return ['bun', await bunBinary()];
  return ['node', await nodeBinary(Number(runtime.split(' ')[1]))];
}
