import { isRuntimeFile } from '../../../format/place.ts';
import { type CauseFinder, filesOf } from './cause.ts';

/** Node's list of ES modules: what a variable of a module holds is told by that variable. */
const listOfModules = 'LoadCache';

/** Nothing of the program leads there. */
export const nodeInternals: CauseFinder = {
  cause: {
    name: 'Node itself',
    words: 'Node keeps it for itself, and nothing of the program leads there',
    remedy: 'nothing to do, unless it is more in every file',
    expected: true,
  },
  fits: (holder) => {
    const { className, expression, path } = holder;
    const files = [...filesOf(holder), ...(holder.keptBy ?? []).flatMap(({ place }) => place ?? [])];
    return (
      holder.isHeldByRuntime === true ||
      expression === '' ||
      className === listOfModules ||
      path.every(({ kind }) => kind === 'root' || kind === 'native') ||
      (files.length > 0 && files.every((file) => isRuntimeFile(file)))
    );
  },
};
