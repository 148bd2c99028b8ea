import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { alertmanager, prometheus } from '../scripts/fetch-prometheus.mjs';
import { freePort } from './free-port.ts';

/** A watch, where its metrics are and where it is asked for a look. */
export interface AskedWatch {
  /** `HOST:PORT` */
  readonly metrics: string;
  readonly look: string;
}

export interface AlertingRequest {
  /** For all files. */
  readonly folder: string;
  readonly watches: readonly AskedWatch[];
  /** Of one alert, in the language of Prometheus. */
  readonly alert: string;
  /** Further files of rules. */
  readonly rules?: readonly string[];
  readonly token: string;
}

/** A real Prometheus that reads watches each second, and a real Alertmanager that asks each for a look. */
export class Alerting {
  readonly #request: AlertingRequest;
  readonly #servers: ChildProcess[] = [];

  constructor(request: AlertingRequest) {
    this.#request = request;
  }

  async start(): Promise<void> {
    const [prometheusPort, alertsPort] = [await freePort(), await freePort()];
    this.#write('token', this.#request.token);
    this.#write('rules.yaml', this.#rules());
    this.#write('prometheus.yaml', this.#scraping(alertsPort));
    this.#write('alertmanager.yaml', this.#routes());
    this.#run(alertmanager(), [
      '--config.file=alertmanager.yaml',
      '--storage.path=alerts',
      `--web.listen-address=127.0.0.1:${alertsPort}`,
      '--cluster.listen-address=',
    ]);
    this.#run(prometheus(), [
      '--config.file=prometheus.yaml',
      '--storage.tsdb.path=metrics',
      `--web.listen-address=127.0.0.1:${prometheusPort}`,
    ]);
  }

  async end(): Promise<void> {
    for (const server of this.#servers) {
      server.kill('SIGKILL');
      if (server.exitCode === null && server.signalCode === null) await once(server, 'exit');
    }
  }

  #rules(): string {
    return `groups:
  - name: test
    interval: 1s
    rules:
      - alert: IsThere
        expr: ${this.#request.alert}
        annotations: { summary: "{{ $labels.instance }} has memory" }
`;
  }

  #scraping(alertsPort: number): string {
    const { rules = [], watches } = this.#request;
    const targets = JSON.stringify(watches.map(({ metrics }) => metrics));
    return `global: { scrape_interval: 1s, evaluation_interval: 1s }
rule_files: ${JSON.stringify(['rules.yaml', ...rules])}
scrape_configs: [{ job_name: heaptrail, static_configs: [{ targets: ${targets} }] }]
alerting: { alertmanagers: [{ static_configs: [{ targets: ["127.0.0.1:${alertsPort}"] }] }] }
`;
  }

  /** Each process is asked by its own address. */
  #routes(): string {
    const { watches } = this.#request;
    const routes = watches.map(({ metrics }, at) => ({
      receiver: `watch-${at}`,
      matchers: [`instance="${metrics}"`],
    }));
    const receivers = watches.map(({ look }, at) => ({
      name: `watch-${at}`,
      webhook_configs: [
        { url: look, send_resolved: false, http_config: { authorization: { credentials_file: 'token' } } },
      ],
    }));
    const route = {
      receiver: 'watch-0',
      group_by: ['instance'],
      group_wait: '0s',
      group_interval: '1s',
      routes,
    };
    // YAML has JSON in it.
    return JSON.stringify({ route, receivers });
  }

  #write(name: string, text: string): void {
    writeFileSync(path.join(this.#request.folder, name), text);
  }

  #run(file: string, words: readonly string[]): void {
    this.#servers.push(spawn(file, words, { cwd: this.#request.folder, stdio: 'ignore' }));
  }
}
