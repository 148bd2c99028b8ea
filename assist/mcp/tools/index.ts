import type { AssistantTool } from '../tool.ts';
import { compareTool } from './compare.ts';
import { explainTool } from './explain.ts';
import { listTool } from './list.ts';
import { proveFixTool } from './prove-fix.ts';
import { queryTool } from './query.ts';
import { recordTool } from './record.ts';
import { verdictTool } from './verdict.ts';

/** All that an assistant may ask for, in the order of the work. */
export const tools: readonly AssistantTool[] = [
  listTool,
  recordTool,
  verdictTool,
  explainTool,
  queryTool,
  compareTool,
  proveFixTool,
];
