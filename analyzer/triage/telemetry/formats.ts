import { boxTable } from './box-table.ts';
import { bunCrash } from './bun-crash.ts';
import { dockerStats } from './docker-stats.ts';
import { freeOutput } from './free-output.ts';
import { gcTrace } from './gc-trace.ts';
import { getProcess } from './get-process.ts';
import { kernelOom } from './kernel-oom.ts';
import { kubectlTop } from './kubectl-top.ts';
import { ledgerLines } from './ledger-lines.ts';
import { logLines } from './log-lines.ts';
import { numberedColumns } from './numbered-columns.ts';
import { pidstatOutput } from './pidstat-output.ts';
import { procFiles } from './proc-files.ts';
import { processExits } from './process-exits.ts';
import { prometheusText } from './prometheus-text.ts';
import { psOutput } from './ps-output.ts';
import { separatedValues } from './separated-values.ts';
import { supervisorEnds } from './supervisor-ends.ts';
import { systemdEnds } from './systemd-ends.ts';
import { tasklistOutput } from './tasklist-output.ts';
import type { TelemetryFormat } from './telemetry-format.ts';

/** The most particular first: each line goes to the first that knows it. A log takes whatever the others leave. */
export const telemetryFormats: readonly TelemetryFormat[] = [
  ledgerLines,
  numberedColumns,
  separatedValues,
  gcTrace,
  kernelOom,
  supervisorEnds,
  systemdEnds,
  processExits,
  bunCrash,
  prometheusText,
  procFiles,
  freeOutput,
  tasklistOutput,
  getProcess,
  pidstatOutput,
  dockerStats,
  kubectlTop,
  boxTable,
  psOutput,
  logLines,
];
