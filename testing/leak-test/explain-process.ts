// Analyzes a recording in a process of its own, so that neither the time nor the memory of it is the test's:
//   node explain-process.js RECORDING PAGE
// Writes the page, and the report as JSON to stdout.
import { writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { preparePage } from '../../analyzer/page-data/prepare-page.ts';
import { openRecording } from '../../analyzer/recording/open-recording.ts';
import { renderJson } from '../../analyzer/report/json.ts';
import { assemblePage } from '../../viewer/html/assemble.ts';

const [recording, page] = process.argv.slice(2);
const data = await preparePage(openRecording(recording), { source: basename(recording) });
writeFileSync(page, assemblePage(data), { mode: 0o600 });
process.stdout.write(renderJson(data.summary.report));
