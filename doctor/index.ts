/** What `heaptrail/doctor` exports: a `/doctor memory` for any program that runs for long. */

export type { Report } from '../format/report.ts';
export type { Rung } from '../format/rungs.ts';
export { UserError } from '../format/user-error.ts';
export type { Verdict } from '../format/verdict.ts';
export { diagnose } from './diagnose.ts';
export type { Bundle, Diagnosis, DiagnosisProgress, IssueText } from './diagnosis.ts';
export type { DiagnoseOptions } from './options.ts';
