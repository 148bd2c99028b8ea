import { containerStats } from './container-stats.ts';
import { diagnosticReport } from './diagnostic-report.ts';
import type { JsonShape } from './json-shape.ts';
import { pm2Processes } from './pm2-processes.ts';
import { podMetrics } from './pod-metrics.ts';
import { podStatus } from './pod-status.ts';
import { prometheusAnswer } from './prometheus-answer.ts';

/** The structures of tools; what has none of them is read by the names in it. */
export const jsonShapes: readonly JsonShape[] = [
  containerStats,
  pm2Processes,
  prometheusAnswer,
  podMetrics,
  podStatus,
  diagnosticReport,
];
