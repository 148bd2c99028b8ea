import path from 'node:path';
import { tool } from '../../format/tool.ts';

/** Every command, so that a text that names one can be told from a text about heaptrail. */
export const commandNames = [
  'ps',
  'attach',
  'record',
  'check',
  'compare-builds',
  'peak',
  'watch',
  'doctor',
  'analyze',
  'explain',
  'diff',
  'triage',
  'autopsy',
  'fleet',
  'worker',
  'view',
  'redact',
  'classes',
  'paths',
  'objects',
  'retainers',
  'dominators',
  'strings',
  'closures',
  'query',
  'allocations',
  'mcp',
  'completion',
  'help',
  '--help',
] as const;

/**
 * How heaptrail is called here, so that the commands it prints can be pasted: `heaptrail`, `npx heaptrail` if it is
 * installed in a project or run by npx, or `node dist/cli/main.js` from a clone.
 * @param script the script that runs, as the shell found it
 * @param folder the folder in which the person types
 */
export function typedCommand(script: string, folder: string): string {
  const parts = script.split(/[\\/]/);
  if (parts.includes('node_modules')) return `npx ${tool.name}`;
  if (parts.at(-1) !== 'main.js') return tool.name;
  const shown = path.relative(folder, script);
  return `node ${/^[\w./-]+$/.test(shown) ? shown : `'${shown.replaceAll("'", "'\\''")}'`}`;
}

const named = new RegExp(
  `(?<![\\w./@-]|npx |node )${tool.name}(?= (?:${commandNames.join('|')})(?![\\w-]))`,
  'g',
);

/** The text with each command that it names as `command` instead of `heaptrail`. */
export function asTyped(text: string, command: string): string {
  return text.replace(named, () => command);
}
