import type { StackFrame } from '../../format/allocations.ts';
import type { CallFrame } from '../../format/heap-profile.ts';
import { ModuleNames } from '../graph/module-names.ts';
import { noOriginals, type Originals } from '../graph/originals.ts';
import { isDependency } from './own-frames.ts';

/** Calls as a report shows them: where their functions were written, under the names they were given there. */
export class ReportedFrames {
  readonly #code: Originals;
  readonly #modules: ModuleNames;

  constructor(code: Originals = noOriginals, modules = new ModuleNames()) {
    this.#code = code;
    this.#modules = modules;
  }

  of(frame: CallFrame): StackFrame {
    const { functionName, url } = frame;
    const name = functionName === '' ? '(anonymous)' : functionName;
    if (url === '') return { function: name, file: '', line: 0, column: 0 };
    const running = { url, line: frame.lineNumber + 1, column: frame.columnNumber + 1 };
    const place = this.#code.place(running) ?? running;
    return {
      function: this.#code.functionName(running, functionName) ?? name,
      file: this.#modules.of(place.url),
      line: place.line,
      column: place.column,
      // Code that was installed runs from a bundle under the bundle's name.
      ...(isDependency(frame) || isDependency(place) ? { dependency: true } : {}),
    };
  }

  /** The file of a function as it runs, and as it was written: paths may name either. */
  filesOf(frame: CallFrame): readonly string[] {
    return [this.#modules.of(frame.url), this.of(frame).file];
  }
}
