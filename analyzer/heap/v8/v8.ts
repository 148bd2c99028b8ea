import { internalTarget } from '../../graph/internal-target.ts';
import { entriesInV8 } from '../../graph/v8-tables/container-entries.ts';
import type { Engine } from '../engine.ts';
import { externalNodes } from './external-nodes.ts';
import { growthEdges } from './growth-edges.ts';
import { observerEdges } from './observer-edges.ts';

/** V8, which shows all that is judged here. */
export const v8: Engine = {
  name: 'v8',
  runtime: 'Node',
  canBeReadSparsely: true,
  namesRoots: true,
  placesFunctions: true,
  keepsSignalsInNativeCode: false,
  observerEdges,
  growthEdges,
  heldByRoot: () => [],
  entriesOf: entriesInV8,
  externalNodes,
  boundThis: (graph, boundFunction) => internalTarget(graph, boundFunction, 'bound_this'),
  unseenHolder: () => 'native code',
  gapsOf: () => ({ notSeen: [], limits: [] }),
};
