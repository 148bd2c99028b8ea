// Prometheus and its Alertmanager, for the tests of alerts. `node scripts/fetch-prometheus.mjs` fetches them.
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { debianBinary, installedBinary } from './debian-binary.mjs';

export const prometheus = () => debianBinary('prometheus', 'usr/bin/prometheus');
export const promtool = () => debianBinary('prometheus', 'usr/bin/promtool');
/** Debian's build reads a template from `/usr/share`, so that unpacking is not enough. */
export const alertmanager = () =>
  installedBinary('prometheus-alertmanager', '/usr/bin/prometheus-alertmanager');

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href)
  console.log([prometheus(), promtool(), alertmanager()].join('\n'));
