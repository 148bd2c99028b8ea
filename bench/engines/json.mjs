import { readFileSync } from 'node:fs';
import { measure } from './work.mjs';

// What it costs only to have the numbers in memory, without dominators or retained sizes.
await measure((file) => ({ numbers: JSON.parse(readFileSync(file, 'utf8')).nodes.length }));
