// Chrome DevTools' own engine.
import { loadInDevTools } from './devtools-load.mjs';
import { measure } from './work.mjs';

await measure(async (file) => ({ retained: (await loadInDevTools(file)).retainedSizes[0] }));
