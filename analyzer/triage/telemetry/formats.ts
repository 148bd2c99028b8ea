import { dockerStats } from './docker-stats.ts';
import { ledgerLines } from './ledger-lines.ts';
import { logLines } from './log-lines.ts';
import { numberedColumns } from './numbered-columns.ts';
import { pidstatOutput } from './pidstat-output.ts';
import { psOutput } from './ps-output.ts';
import { separatedValues } from './separated-values.ts';
import type { TelemetryFormat } from './telemetry-format.ts';

/** The most particular first; a log takes whatever the others leave. */
export const telemetryFormats: readonly TelemetryFormat[] = [
  ledgerLines,
  pidstatOutput,
  dockerStats,
  psOutput,
  separatedValues,
  numberedColumns,
  logLines,
];
