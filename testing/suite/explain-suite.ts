// Analyzes the captures of a suite in a process of its own, so that the memory of it is not the runner's:
//   node explain-suite.js FOLDER DIRECTORY
// Writes one line of JSON for each capture.
import { explainFile } from '../../analyzer/suites/explain-file.ts';
import { readEvidence } from '../../probes/suite/evidence-folder.ts';

const [folder, directory] = process.argv.slice(2);
for (const line of readEvidence(folder)) {
  if (line.capture === undefined) continue;
  try {
    console.log(JSON.stringify({ found: explainFile(line, line.capture, directory) }));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    console.log(JSON.stringify({ limit: `the capture of ${line.file} is not used: ${why}` }));
  }
}
