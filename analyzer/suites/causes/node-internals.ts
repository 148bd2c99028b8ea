import { isRuntimeFile } from '../../../format/place.ts';
import { type CauseFinder, filesOf } from './cause.ts';

/** Nothing of the program leads there. */
export const nodeInternals: CauseFinder = {
  cause: {
    name: 'Node itself',
    words: 'Node keeps it for itself, and nothing of the program leads there',
    remedy: 'nothing to do, unless it is more in every file',
    expected: true,
  },
  fits: (holder) => {
    const { expression, path } = holder;
    const files = [...filesOf(holder), ...(holder.keptBy ?? []).flatMap(({ place }) => place ?? [])];
    return (
      holder.isHeldByRuntime === true ||
      expression === '' ||
      path.every(({ kind }) => kind === 'root' || kind === 'native') ||
      (files.length > 0 && files.every((file) => isRuntimeFile(file)))
    );
  },
};
