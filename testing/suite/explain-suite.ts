// Analyzes the captures of a suite in a process of its own, so that the memory of it is not the runner's:
//   node explain-suite.js FOLDER DIRECTORY
// Writes one line of JSON for each capture.
import { explainFile } from '../../analyzer/suites/explain-file.ts';
import { explainWorker } from '../../analyzer/suites/explain-worker.ts';
import { readEvidence } from '../../probes/suite/evidence-folder.ts';

const [folder, directory] = process.argv.slice(2);
for (const line of readEvidence(folder)) {
  if (line.capture === undefined) continue;
  try {
    const found =
      line.kind === 'file'
        ? [explainFile(line, line.capture, directory)]
        : explainWorker(line, line.capture, directory);
    for (const one of found) console.log(JSON.stringify({ found: one }));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const whose = line.kind === 'file' ? line.file : `worker ${line.worker}`;
    console.log(JSON.stringify({ limit: `the capture of ${whose} is not used: ${why}` }));
  }
}
