import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { killRound, randomFrom } from '../bench/kills/kill-round.mjs';
import { attachToNode } from '../probes/node/attach.ts';
import { descendants } from '../probes/target/descendants.ts';
import { listenSocketsOf } from '../probes/target/listen-sockets.ts';
import { nodeBinary } from '../scripts/fetch-node.mjs';
import { LiveTarget } from './live-target.ts';
import { everyNode } from './node-versions.ts';

afterAll(() => LiveTarget.endAll());

/** Until it is closed again, the inspector of a killed probe would be in the way of other tests' programs. */
const args = ['--inspect-port=0'];

/** `npm run bench -- kills` does the same a hundred times, with the usual port. */
it.concurrent.each(Array.from({ length: 8 }, (_, round) => [round] as const))(
  'kill %i at a random moment loses no capture and leaves no inspector open',
  async (round) => {
    const random = randomFrom(7_000 + round);
    const node = await nodeBinary(everyNode[round % everyNode.length]!);
    const { faults, ...how } = await killRound({ node, args, random, longest: 1_000 });
    expect(faults, JSON.stringify(how)).toEqual([]);
  },
);

it.concurrent('closes an inspector that a blocked program opens after attaching was given up', async () => {
  const source = `
    process.on('SIGUSR2', () => require('node:child_process').execSync('until [ -e go ]; do sleep 0.1; done'));
    setInterval(() => {}, 1000);
    console.log('ready');
  `;
  const target = await LiveTarget.start(await nodeBinary(22), source);
  target.signal('SIGUSR2');
  await until(() => descendants(target.pid).length > 0);
  await expect(attachToNode(target.pid)).rejects.toMatchObject({ code: 'inspector-not-opened' });
  writeFileSync(path.join(target.folder, 'go'), '');
  await until(() => target.stderr.includes('Debugger listening'));
  await until(() => listenSocketsOf(target.pid).length === 0);
  expect(target.running).toBe(true);
});

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 20));
}
