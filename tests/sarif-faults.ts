import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { Ajv, type ValidateFunction } from 'ajv';
import formats from 'ajv-formats';

const file = new URL('./sarif-schema/sarif-2.1.0-rtm.5.json.gz', import.meta.url);
const isValid = compileSchema();

/** What the standard's own schema has against this SARIF log; empty if it is valid. */
export function sarifFaults(text: string): readonly string[] {
  if (isValid(JSON.parse(text))) return [];
  return (isValid.errors ?? []).map(({ instancePath, message }) => `${instancePath}: ${message}`);
}

function compileSchema(): ValidateFunction {
  // The schema says draft 04, which Ajv has left; it uses nothing that later drafts read in another way.
  const { $schema: _, id: __, ...schema } = JSON.parse(gunzipSync(readFileSync(file)).toString('utf8'));
  // Strict mode takes formats beside open types for a slip; one pattern is only a pattern without the flag u.
  const ajv = new Ajv({ allErrors: true, strict: false, unicodeRegExp: false });
  formats.default(ajv);
  return ajv.compile(schema);
}
