import type { Rung } from '../../format/rungs.ts';

/** What `heaptrail watch` is told, as it is typed. */
export interface WatchArguments {
  readonly pid: number | undefined;
  readonly name: string | undefined;
  readonly out: string;
  readonly for: string | undefined;
  readonly alert: readonly string[];
  readonly 'on-alert': string | undefined;
  readonly webhook: string | undefined;
  readonly metrics: string | undefined;
  readonly listen: string | undefined;
  readonly 'listen-token-file': string | undefined;
  readonly otlp: string | undefined;
  readonly pyroscope: string | undefined;
  readonly store: string | undefined;
  readonly 'send-recordings': 'redacted' | 'whole' | undefined;
  readonly 'looks-at-once': number | undefined;
  readonly queue: string | undefined;
  readonly window: string;
  readonly 'at-most-every': string;
  readonly 'disk-budget': string;
  readonly 'ring-size': string;
  readonly 'sites-every': string;
  readonly 'ledger-every': string;
  readonly 'ledger-at-rest': string;
  readonly 'summary-every': string;
  readonly 'max-pause': string;
  readonly 'max-rung': Rung | undefined;
  readonly inject: boolean;
  readonly sampling: boolean;
  readonly force: boolean;
  readonly redact: boolean;
  readonly json: boolean;
  readonly operations: string | undefined;
}
