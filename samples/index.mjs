import abortListeners from './abort-listeners/sample.mjs';
import asyncQueue from './async-queue/sample.mjs';
import bufferCache from './buffer-cache/sample.mjs';
import busSubscriptions from './bus-subscriptions/sample.mjs';
import chatRunBuffers from './chat-run-buffers/sample.mjs';
import childrenPile from './children-pile/sample.mjs';
import commandOutput from './command-output/sample.mjs';
import eventListeners from './event-listeners/sample.mjs';
import lspDiagnostics from './lsp-diagnostics/sample.mjs';
import nativeGrowth from './native-growth/sample.mjs';
import pendingPromises from './pending-promises/sample.mjs';
import sessionChildren from './session-children/sample.mjs';
import sshPool from './ssh-pool/sample.mjs';
import timersPile from './timers-pile/sample.mjs';
import workingSet from './working-set/sample.mjs';

/** All samples, by the names of their folders. */
export const samples = [
  abortListeners,
  asyncQueue,
  bufferCache,
  busSubscriptions,
  chatRunBuffers,
  childrenPile,
  commandOutput,
  eventListeners,
  lspDiagnostics,
  nativeGrowth,
  pendingPromises,
  sessionChildren,
  sshPool,
  timersPile,
  workingSet,
];

/**
 * The options with which `heaptrail attach` records a sample as long as it takes, counting its operations. What leaks in a
 * few seconds leaks in the heap: other parts take a longer look.
 */
export function attachOptions({ recording }) {
  const plan = Object.entries(recording).flatMap(([option, value]) => words(option, value));
  const parts =
    recording.parts === undefined && Number.parseFloat(recording.every) < 10 ? ['--parts', 'heap'] : [];
  return [...plan, ...parts, '--operations', 'globalThis.agent.operations'];
}

function words(option, value) {
  if (value === true) return [`--${option}`];
  return value === false ? [`--no-${option}`] : [`--${option}`, String(value)];
}
