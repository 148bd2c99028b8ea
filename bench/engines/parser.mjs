import { readFileSync } from 'node:fs';
import parser from 'heapsnapshot-parser';
import { measure } from './work.mjs';

// It has neither dominators nor retained sizes: this is loading alone.
await measure((file) => ({ nodes: parser.parse(readFileSync(file, 'utf8')).nodes.length }));
