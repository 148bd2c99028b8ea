import type { SnapshotColumns } from '../parse/snapshot-columns.ts';
import type { Engine } from './engine.ts';
import { javaScriptCore } from './jsc/java-script-core.ts';
import { v8 } from './v8/v8.ts';

const engines: readonly Engine[] = [v8, javaScriptCore];

export function engineOf({ engine }: Pick<SnapshotColumns, 'engine'>): Engine {
  return engines.find(({ name }) => name === engine)!;
}
