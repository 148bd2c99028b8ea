import { isJson, type Json, type Upgrade } from './upgrade.ts';

/**
 * What became of the report, one step for each change that a reader of the newest form has to know, the oldest first.
 * A field that was added and may be absent needs none.
 */
export const reportUpgrades: readonly Upgrade[] = [
  {
    change: 'suspects tell which share of their growth is outside the JavaScript heap',
    isOlder: (report) => suspectsOf(report).some((suspect) => !('externalShare' in suspect)),
    upgrade: (report) => withSuspects(report, (suspect) => ({ externalShare: 0, ...suspect })),
  },
];

function suspectsOf(report: Json): readonly Json[] {
  return [
    ...listOf(report.suspects),
    ...listOf(report.suppressed).flatMap(({ suspect }) => (isJson(suspect) ? [suspect] : [])),
    ...listOf(report.heaps).flatMap((heap) => (isJson(heap.report) ? suspectsOf(heap.report) : [])),
  ];
}

function withSuspects(report: Json, change: (suspect: Json) => Json): Json {
  const inList = (key: string, changed: (entry: Json) => Json) =>
    Array.isArray(report[key])
      ? { [key]: report[key].map((entry: unknown) => (isJson(entry) ? changed(entry) : entry)) }
      : {};
  const inside = (key: string, changed: (inner: Json) => Json) => (entry: Json) =>
    isJson(entry[key]) ? { ...entry, [key]: changed(entry[key]) } : entry;
  return {
    ...report,
    ...inList('suspects', change),
    ...inList('suppressed', inside('suspect', change)),
    ...inList(
      'heaps',
      inside('report', (inner) => withSuspects(inner, change)),
    ),
  };
}

function listOf(value: unknown): readonly Json[] {
  return Array.isArray(value) ? value.filter(isJson) : [];
}
