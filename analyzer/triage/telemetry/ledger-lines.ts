import { parseLedger } from '../../../format/recording-text.ts';
import type { TelemetryFormat } from './telemetry-format.ts';

/** The ledger of a recording by itself, also while it is still written: `tail -f ledger.ndjson | heaptrail triage -`. */
export const ledgerLines: TelemetryFormat = {
  name: "a recording's ledger",
  wholeFile: true,
  open(head) {
    const [sample] = parseLedger(head[0] ?? '').samples;
    if (sample === undefined || Object.keys(sample).length < 2) return undefined;
    return {
      read(line) {
        const { samples, torn } = parseLedger(line);
        if (torn > 0) return 'torn';
        return samples.map(({ at, ...memory }) => ({ at, memory }));
      },
    };
  },
};
