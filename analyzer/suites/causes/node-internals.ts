import { isRuntimeFile } from '../../../format/place.ts';
import type { SuiteHolder } from '../../../format/suite-report.ts';
import { type CauseFinder, filesOf } from './cause.ts';

/** Node's list of ES modules, by its class and its place: what a variable of a module holds is told by that variable. */
function isListOfModules({ className, expression }: SuiteHolder): boolean {
  return className === 'LoadCache' && expression.endsWith('.loadCache');
}

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
      isListOfModules(holder) ||
      path.every(({ kind }) => kind === 'root' || kind === 'native') ||
      (files.length > 0 && files.every((file) => isRuntimeFile(file)))
    );
  },
};
