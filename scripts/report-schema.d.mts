/** What is read of a JSON Schema here. */
export interface JsonSchema {
  readonly [keyword: string]: unknown;
  readonly $defs?: Readonly<Record<string, JsonSchema>>;
}
/** The JSON Schema of a report, made of its types. */
export function reportJsonSchema(): JsonSchema;
/** The JSON Schema of what `heaptrail peak --json` prints. */
export function peakJsonSchema(): JsonSchema;
