import type { JsonSchema } from '../scripts/report-schema.mjs';

/** The same schema, for which a field that it does not describe is a fault. */
export function closed(schema: JsonSchema): JsonSchema {
  const defs = Object.fromEntries(
    Object.entries(schema.$defs!).map(([name, one]) => [name, { ...one, additionalProperties: false }]),
  );
  return { ...schema, additionalProperties: false, $defs: defs };
}
