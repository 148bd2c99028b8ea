import type { ReportTarget } from './report.ts';

/** What it was attached by: `pid 4123`, or `127.0.0.1:9229`. */
export function targetName({ pid, address }: Pick<ReportTarget, 'pid' | 'address'>): string {
  return address ?? `pid ${pid}`;
}
