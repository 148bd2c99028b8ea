import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { analyze } from '../analyzer/analyze.ts';
import type { Report } from '../format/report.ts';
import { attachToAddress } from '../probes/address/attach-to-address.ts';
import { parseAddress } from '../probes/address/typed-address.ts';
import { attachToProcess } from '../probes/attach/attach.ts';
import { planRecording } from '../probes/session/plan/plan.ts';
import { recordTarget } from '../probes/session/record-target.ts';
import { listenSocketsOf } from '../probes/target/listen-sockets.ts';
import { describeProcess } from '../probes/target/target-process.ts';
import { denoBinary } from '../scripts/fetch-deno.mjs';
import {
  chromiumPage,
  chromiumWorker,
  denoProgram,
  type FarProgram,
  nodeProgram,
  type Twin,
  workerdProgram,
} from './far-programs.ts';
import { heaptrail } from './heaptrail-command.ts';
import { LiveTarget } from './live-target.ts';
import { selfSigned, tlsInFrontOf } from './tls-inspector.ts';

let room: string;
beforeEach(() => {
  room = mkdtempSync(path.join(tmpdir(), 'heaptrail-addresses-'));
});
afterEach(async () => {
  await LiveTarget.endAll();
  rmSync(room, { recursive: true });
});

const hosts = [
  ['Node', nodeProgram, 'node'],
  ['Deno', denoProgram, 'deno'],
  ['a page of Chromium', chromiumPage, 'chromium'],
  ['a worker of Chromium', chromiumWorker, 'chromium'],
  ['workerd', workerdProgram, 'workerd'],
] as const;

it.each(hosts)('names the same holder in %s, and nothing in its twin', async (_, start, runtime) => {
  const [leaky, fixed] = [await recorded('leaky', start), await recorded('fixed', start)];
  expect(leaky.target).toMatchObject({ runtime, address: expect.stringMatching(/^127\.0\.0\.1:\d+$/) });
  expect(leaky.target).not.toHaveProperty('pid');
  expect(leaky.verdict.outcome).toBe('growth');
  expect(leaky.suspects[0]).toMatchObject({
    title: expect.stringContaining('Map `sessions`'),
    confirmed: true,
  });
  expect(leaky.coverage.notSeen).toContainEqual(expect.stringContaining('only its inspector was asked'));
  expect(fixed.suspects).toEqual([]);
  expect(fixed.verdict.outcome).toBe('none');
});

it('opens the inspector of a Deno by its signal, and closes it again', async () => {
  const source = "globalThis.held = [{}]; setInterval(() => {}, 1_000); console.log('ready');";
  const file = path.join(room, 'idle.js');
  writeFileSync(file, source);
  const target = await LiveTarget.run(await denoBinary(), ['run', file], {
    env: { DENO_NO_UPDATE_CHECK: '1', DENO_DIR: room },
  });
  expect(describeProcess(target.pid)).toMatchObject({ runtime: 'deno', version: '2.9.6' });
  const connection = await attachToProcess(target.pid);
  expect(connection.target).toMatchObject({ pid: target.pid, runtime: 'deno', version: '2.9.6' });
  expect(listenSocketsOf(target.pid)).toHaveLength(1);
  const sample = await connection.sampleRuntime();
  expect(sample).toMatchObject({ heapUsed: expect.any(Number) });
  expect(await connection.detach()).toEqual([]);
  expect(listenSocketsOf(target.pid)).toEqual([]);
  expect(target.running).toBe(true);
});

it('goes through TLS if the certificate is named, and sends nothing if not', async () => {
  const program = await nodeProgram('fixed');
  const { port, server } = await tlsInFrontOf(parseAddress(program.address)!.port);
  const attach = [
    'attach',
    `https://localhost:${port}`,
    '--captures',
    '0',
    '--for',
    '1s',
    '--out',
    'a.heaptrail',
  ];
  const refused = await heaptrail([...attach, '--no-analyze'], { cwd: room });
  expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('is not trusted') });
  writeFileSync(path.join(room, 'ca.pem'), selfSigned.cert);
  const env = { NODE_EXTRA_CA_CERTS: path.join(room, 'ca.pem') };
  const ran = await heaptrail([...attach, '--no-analyze'], { cwd: room, env });
  expect(ran).toMatchObject({ code: 0, stderr: expect.stringContaining('recorded in a.heaptrail') });
  server.close();
  await program.end();
});

async function recorded(twin: Twin, start: (twin: Twin) => Promise<FarProgram>): Promise<Report> {
  const program = await start(twin);
  try {
    const folder = path.join(room, `${twin}.heaptrail`);
    const connection = await attachToAddress(parseAddress(program.address)!, program.target);
    await recordTarget(connection, {
      plan: planRecording({ captures: 3, every: 700, ledgerEvery: 200, sampling: false, parts: ['heap'] }),
      folder,
      onEvent: () => {},
      signal: new AbortController().signal,
    });
    return await analyze([folder]);
  } finally {
    await program.end();
  }
}
