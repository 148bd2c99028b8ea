import { afterAll, expect, it } from 'vitest';
import { attachToNode } from '../probes/node/attach.ts';
import type { ProbeError } from '../probes/probe-error.ts';
import { nodeBinary } from '../scripts/fetch-node.mjs';
import { LiveTarget } from './live-target.ts';

afterAll(() => LiveTarget.endAll());

/** From before the inspector is open until the session stands. */
const moments = Array.from({ length: 12 }, (_, k) => 20 * k);

const ways = { exits: 'process.exit(5)', 'ends by itself': 'process.exitCode = 5' };
const programs = ([20, 22] as const).flatMap((node) =>
  Object.entries(ways).map(([way, end]) => ({ node, way, end })),
);

it.each(programs)(
  'lets go of a Node $node that $way while it is attached to, at whatever moment',
  {
    timeout: 60_000,
  },
  async ({ node, end }) => {
    const ends = moments.map(async (after) => {
      // It goes on for so long after the signal that opens its inspector.
      const source = `
      const inspector = require('node:inspector');
      const looking = setInterval(() => {
        if (inspector.url() === undefined) return;
        clearInterval(looking);
        setTimeout(() => { ${end}; }, ${after});
      }, 1);
      console.log('ready');
    `;
      // Each has a port of its own: they are attached to at once.
      const target = await LiveTarget.start(await nodeBinary(node), source, { args: ['--inspect-port=0'] });
      const told = await attachToNode(target.pid).then(
        (connection) => connection.detach(),
        (error: ProbeError) => error.code,
      );
      return { told, code: (await target.ended).code };
    });
    for (const { told, code } of await Promise.all(ends)) {
      expect(code).toBe(5);
      // Whatever broke by its end, the end is what is told.
      expect([[], 'target-gone']).toContainEqual(told);
    }
  },
);
