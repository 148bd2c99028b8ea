import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from 'vitest';
import { prometheusName } from '../cli/watch/metrics/figure.ts';
import { figures } from '../cli/watch/metrics/own-figures.ts';
import { promtool } from '../scripts/fetch-prometheus.mjs';
import { Alerting } from './alerting.ts';
import { LiveTarget } from './live-target.ts';
import { RunningWatch } from './running-watch.ts';

const deployed = fileURLToPath(new URL('../deploy', import.meta.url));
const rules = path.join(deployed, 'prometheus/heaptrail.rules.yaml');
const room = mkdtempSync(path.join(tmpdir(), 'heaptrail-alerts-'));
let alerting: Alerting | undefined;
afterAll(async () => {
  await alerting?.end();
  await RunningWatch.endAll();
  await LiveTarget.endAll();
  rmSync(room, { recursive: true });
});

it('the rules fire when they should, as promtool sees them', () => {
  const test = spawnSync(promtool(), ['test', 'rules', rules.replace('.yaml', '.test.yaml')], {
    encoding: 'utf8',
  });
  expect(test.stdout + test.stderr).toContain('SUCCESS');
  expect(test.status).toBe(0);
});

it('rules and dashboard ask only for what a watch says', () => {
  const known = new Set(figures.map(prometheusName));
  for (const file of [rules, path.join(deployed, 'grafana/heaptrail.json')]) {
    const named = readFileSync(file, 'utf8').match(/\b(heaptrail|process|v8js)_\w+/g)!;
    expect(named.length).toBeGreaterThan(5);
    expect(named.filter((name) => !known.has(name))).toEqual([]);
  }
});

it('a real Prometheus alerts a real Alertmanager, which asks the watch for a look', async () => {
  const token = '0123456789abcdef';
  writeFileSync(path.join(room, 'token'), token);
  const target = await LiveTarget.start(
    process.execPath,
    `setInterval(() => {}, 1000); console.log('ready');`,
  );
  const watch = new RunningWatch(room, [
    String(target.pid),
    ...['--metrics', '0', '--listen', '0', '--listen-token-file', 'token', '--max-rung', 'sites'],
    ...['--ledger-at-rest', '1s'],
  ]);
  await watch.told('started');
  const [, metrics] = /^metrics: http:\/\/(\S+)\/metrics$/m.exec(watch.stderr)!;
  const [, look] = /^looks: POST (\S+)$/m.exec(watch.stderr)!;
  alerting = new Alerting({
    folder: room,
    watches: [{ metrics: metrics!, look: look! }],
    alert: 'process_memory_usage_bytes > 1',
    rules: [rules],
    token,
  });
  await alerting.start();

  expect((await watch.told('asked')).sentence).toBe(
    `Alertmanager asked for a look: IsThere: ${metrics} has memory`,
  );
  expect(await watch.told('refused')).toMatchObject({
    reason: '--max-rung sites allows no look at the heap',
  });
  expect(await watch.interrupt()).toBe(0);
  await target.end();
});
