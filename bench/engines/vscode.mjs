import { readFileSync } from 'node:fs';
import parser from '@vscode/v8-heap-parser';
import { measure } from './work.mjs';

await measure((file) => {
  const graph = parser.decode_bytes(readFileSync(file));
  // Retained sizes are computed when the first of them is asked for.
  return { classes: graph.get_class_groups(0, 1e9, false).length };
});
