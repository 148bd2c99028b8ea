// Analyzes a recording in a process of its own, so that neither the time nor the memory of it is the test's:
//   node explain-process.js RECORDING PAGE
// Writes the report as one line of JSON to stdout, and then the page.
import { writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { analyzeOpened } from '../../analyzer/analyze.ts';
import { preparePage } from '../../analyzer/page-data/prepare-page.ts';
import { openRecording } from '../../analyzer/recording/open-recording.ts';
import { assemblePage } from '../../viewer/html/assemble.ts';

const [recording, page] = process.argv.slice(2);
const report = await analyzeOpened(openRecording(recording));
// The test goes on with it at once, and ends this process if nothing leaks.
await new Promise((resolve) => process.stdout.write(`${JSON.stringify(report)}\n`, resolve));
const data = await preparePage(openRecording(recording), { source: basename(recording) });
writeFileSync(page, assemblePage(data), { mode: 0o600 });
