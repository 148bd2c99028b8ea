import { analyze } from '../../dist/analyzer/library/index.js';

const report = await analyze(process.argv.slice(2));
process.stdout.write(`${JSON.stringify(report)}\n`);
