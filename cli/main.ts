#!/usr/bin/env node
import { tool } from '../format/tool.ts';
import { staySmall } from './watch/stay-small.ts';

// The version is asked for by scripts, again and again: it does not wait for the parser of command lines.
const [first, ...others] = process.argv.slice(2);
if (others.length === 0 && (first === '--version' || first === '-v')) {
  process.stdout.write(`${tool.version}\n`);
} else {
  if (first === 'watch') staySmall();
  const { run } = await import('./command-line.ts');
  await run(process.argv);
}
