import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { prometheus } from '../../scripts/fetch-prometheus.mjs';
import { figuresOf } from '../agent-hour/process-figures.mjs';

const rounds = 3;

/** Lets a real Prometheus scrape so many agents, which all say what a real watch said. */
export async function scraped(agents, text, { every, folder }) {
  let asked = 0;
  let bytes = 0;
  const server = createServer((_, response) => {
    asked += 1;
    bytes += Buffer.byteLength(text);
    response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4' }).end(text);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const here = `127.0.0.1:${server.address().port}`;
  mkdirSync(folder, { recursive: true });
  const targets = Array.from({ length: agents }, (_, at) => ({
    targets: [here],
    labels: { instance: `agent-${at}`, __metrics_path__: `/agent-${at}` },
  }));
  writeFileSync(path.join(folder, 'targets.json'), JSON.stringify(targets));
  writeFileSync(
    path.join(folder, 'prometheus.yml'),
    `global: { scrape_interval: ${every}s, scrape_timeout: ${every}s }\nscrape_configs:\n  - job_name: heaptrail\n    file_sd_configs: [{ files: [targets.json] }]\n`,
  );
  const port = await freePort();
  const words = [
    `--config.file=prometheus.yml`,
    `--storage.tsdb.path=data`,
    `--web.listen-address=127.0.0.1:${port}`,
  ];
  const child = spawn(prometheus(), words, { cwd: folder, stdio: 'ignore' });
  const value = async (query) => {
    const answer = await fetch(`http://127.0.0.1:${port}/api/v1/query?query=${encodeURIComponent(query)}`);
    return Number((await answer.json()).data.result[0]?.value[1]);
  };
  while (asked < agents * rounds) await sleep(500);
  const before = { at: Date.now(), asked, ...figuresOf(child.pid) };
  while (asked < before.asked + agents * 2) await sleep(500);
  const after = { at: Date.now(), asked, ...figuresOf(child.pid) };
  const series = await value('count({job="heaptrail"})');
  const took = await value('quantile(0.99, scrape_duration_seconds)');
  child.kill();
  await once(child, 'exit');
  server.close();
  server.closeAllConnections();
  return {
    series,
    took,
    bytesPerScrape: bytes / asked,
    memory: after.rss,
    cpuPerScrape: (after.cpu - before.cpu) / (after.asked - before.asked),
    scrapesPerSecond: ((after.asked - before.asked) / (after.at - before.at)) * 1_000,
  };
}

async function freePort() {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  return port;
}
