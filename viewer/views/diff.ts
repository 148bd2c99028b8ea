import { notHere } from './not-here.ts';
import type { Draw } from './screen.ts';

/** Two recordings of one program: what became of each suspect, memory of both, and their classes. */
export const drawDiff: Draw = ({ source: { summary } }) => {
  const { comparison } = summary;
  if (comparison === undefined)
    return notHere('this page shows one recording', 'its suspects are on the overview');
  return notHere('todo', '');
};
