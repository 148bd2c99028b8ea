import { judgeByAccumulation } from './judges/accumulation.mjs';
import { judgeByClassGrowth } from './judges/class-growth.mjs';
import { judgeByHeaptrail } from './judges/heaptrail.mjs';
import { judgeByMemlab, memlabIsInstalled } from './judges/memlab.mjs';

/** Who is asked: `judge` takes the captures of a run, oldest first, and gives what it suspects, the most likely first. */
export const judges = [
  { name: 'heaptrail', judge: judgeByHeaptrail },
  { name: 'class growth', judge: judgeByClassGrowth },
  { name: 'accumulation point', judge: judgeByAccumulation },
  { name: 'memlab', judge: judgeByMemlab, isThere: memlabIsInstalled },
];
