import heapAnalysis from '@memlab/heap-analysis';
import { measure } from './work.mjs';

await measure(async (file) => {
  const heap = await heapAnalysis.getFullHeapFromFile(file);
  return { retained: heap.nodes.get(0).retainedSize };
});
