import { createReadStream } from 'node:fs';
import { parse } from 'heap-snapshot-toolkit';
import { measure } from './work.mjs';

await measure(async (file) => {
  const snapshot = await parse(createReadStream(file, 'utf-8'));
  return { retained: snapshot.retainedSizes[0] };
});
