import type { WatchSetting } from '../../probes/watch/watch-setting.ts';
import type { Delivery } from './deliveries.ts';
import type { Listening } from './listen/listen.ts';
import type { ListenAddress } from './listen/listen-address.ts';
import type { Pyroscope } from './profiles/pyroscope.ts';
import type { StoreSetting } from './store-setting.ts';

/** What to watch, and whom to tell. */
export interface Watching {
  readonly setting: Omit<
    WatchSetting,
    'attach' | 'asked' | 'announce' | 'judge' | 'explain' | 'sites' | 'autopsy' | 'onSample' | 'onEvent'
  >;
  readonly inject: boolean;
  /** Replace the contents of strings in every capture. */
  readonly redact: boolean;
  /** One line of JSON for each event, also on a terminal. */
  readonly json: boolean;
  readonly receivers: readonly Delivery[];
  readonly metrics: ListenAddress | undefined;
  /** Where a look can be asked for. */
  readonly listen: Listening | undefined;
  /** The address of an OpenTelemetry collector. */
  readonly otlp: string | undefined;
  /** Where profiles of what is alive go. */
  readonly pyroscope: Pyroscope | undefined;
  /** Where reports of many hosts meet. */
  readonly store: StoreSetting | undefined;
}
