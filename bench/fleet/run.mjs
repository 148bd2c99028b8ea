// A day of many agents against a real store and a real Prometheus: npm run bench -- fleet --agents 1000 --store DIR
// The report, its page and the metrics are those of one real program; each agent sends them under its own name. The last
// table is arithmetic from what was measured.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { counting } from './counting-store.mjs';
import { realReport } from './real-report.mjs';
import { scraped } from './scraped.mjs';

const dist = new URL('../../dist/', import.meta.url);
const load = (file) => import(new URL(file, dist));
const { keys } = await load('fleet/cards/card.js');
const { cardOf } = await load('fleet/cards/card-of.js');
const { identityOf } = await load('fleet/cards/recording-identity.js');
const { putReport } = await load('fleet/cards/put-report.js');
const { parseReport } = await load('format/report-text.js');
const { openStore } = await load('store/open-store.js');

const { values } = parseArgs({
  args: process.argv.slice(3),
  options: {
    agents: { type: 'string', default: '1000' },
    store: { type: 'string' },
    /** Of the agents, how many take a close look on this day. */
    looks: { type: 'string', default: '1000' },
    scrape: { type: 'string', default: '15' },
  },
});
const agents = Number(values.agents);
const looks = Number(values.looks);
/** What a watch tells of its process: at its start, each hour, and at its end. */
const instancesPerDay = 26;
const mebi = 2 ** 20;
const command = fileURLToPath(new URL('cli/main.js', dist));
const folder = mkdtempSync(path.join(tmpdir(), 'heaptrail-fleet-'));
const place = values.store ?? path.join(folder, 'store');
const { store, counts } = counting(await openStore(place));

const real = await realReport(command, folder);
console.log(
  `one report: ${real.report.length} B, its page ${real.page.length} B, one scrape ${Buffer.byteLength(real.metrics)} B`,
);
const sent = await sendAll();
const figures = await scraped(agents, real.metrics, {
  every: Number(values.scrape),
  folder: path.join(folder, 'p'),
});
tell(sent, figures);
rmSync(folder, { recursive: true, force: true });

async function sendAll() {
  const first = cardOf(parseReport(String(real.report), 'report.json'), identityOf(real.recording, {}));
  const times = [];
  for (let at = 0; at < agents; at += 1) {
    const origin = {
      'service.name': `service-${at % 20}`,
      'service.version': at % 2 === 0 ? '1.0' : '2.0',
      'k8s.pod.name': `pod-${at}`,
      'k8s.node.name': `node-${at % 50}`,
    };
    const began = performance.now();
    if (at < looks) {
      const leaks = first.leaks.map((leak) => ({
        ...leak,
        bytesPerHour: (leak.bytesPerHour ?? 1e6) * (1 + (at % 7) / 7),
      }));
      const card = { ...first, id: `${first.id.slice(0, 12)}${String(at).padStart(8, '0')}`, origin, leaks };
      await putReport(store, { card, report: real.report, page: real.page });
    }
    const since = first.at;
    const instance = {
      schemaVersion: 1,
      origin,
      pid: 17,
      runtime: first.runtime,
      since,
      at: since,
      grows: at < looks,
    };
    const key = keys.instance(origin['service.name'], origin['k8s.pod.name'], 17);
    for (let hour = 0; hour < instancesPerDay; hour += 1)
      await store.put(key, JSON.stringify({ ...instance, at: since + hour * 3_600_000 }));
    times.push(performance.now() - began);
  }
  return { perAgent: times.reduce((sum, time) => sum + time, 0) / agents };
}

function tell({ perAgent }, { series, took, bytesPerScrape, memory, cpuPerScrape, scrapesPerSecond }) {
  const row = (...cells) => console.log(`| ${cells.join(' | ')} |`);
  row('of one agent and day', 'requests', 'bytes');
  row('---', '---:', '---:');
  for (const [kind, of] of counts.byKind) row(kind, of.requests / agents, Math.round(of.bytes / agents));
  const scrapes = 86_400 / Number(values.scrape);
  row('scrapes', scrapes, Math.round(scrapes * bytesPerScrape));
  console.log(
    `\nstore: ${perAgent.toFixed(0)} ms for an agent's day; Prometheus: ${series / agents} series an agent,`,
  );
  console.log(
    `${(memory / mebi).toFixed(0)} MiB and ${(cpuPerScrape * 1e3).toFixed(2)} ms CPU a scrape at ${scrapesPerSecond.toFixed(0)} scrapes a second, 99 of 100 within ${(took * 1e3).toFixed(0)} ms`,
  );
  const [first, packed] = [askFleet(), askFleet()];
  const { reports } = JSON.parse(readFileSync(path.join(folder, 'fleet.json'), 'utf8'));
  console.log(
    `heaptrail fleet over ${reports} reports: ${(first / 1e3).toFixed(1)} s at first, ${(packed / 1e3).toFixed(1)} s packed`,
  );
  const hosts = 10_000;
  const factor = hosts / agents;
  console.log(`\n${hosts} hosts, each with a look a day:`);
  console.log(
    `  store     ${((counts.requests / 86_400) * factor).toFixed(1)} requests/s, ${((counts.bytes * factor) / 1e9).toFixed(1)} GB a day`,
  );
  console.log(
    `  metrics   ${((series * factor) / 1e6).toFixed(2)} million series, ${Math.round((hosts / Number(values.scrape)) * cpuPerScrape * 100)} % of one core, about ${((memory * factor) / 2 ** 30).toFixed(1)} GiB in Prometheus`,
  );
}

/** @returns how long it took, in milliseconds */
function askFleet() {
  const began = performance.now();
  const output = path.join(folder, 'fleet.json');
  try {
    execFileSync(process.execPath, [command, 'fleet', place, '--json', '--output-file', output]);
  } catch (error) {
    // Exit code 1: they leak.
    if (error.status !== 1) throw error;
  }
  return performance.now() - began;
}
