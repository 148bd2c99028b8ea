import { frameOf } from './drawn-profile.ts';

/** A function's record: function_id, name, script_name, script_id, line, column. Strings are given as they are. */
export type DrawnFunction = readonly [
  id: number,
  name: string,
  script: string,
  scriptId: number,
  line: number,
  column: number,
];

/** `id, function_info_index, count, size, children`, as V8 nests it. */
export type DrawnCalls = readonly (number | DrawnCalls)[];

interface Call {
  readonly id: number;
  readonly info: number;
  count: number;
  size: number;
  readonly callees: Map<string, Call>;
}

/** The tree of calls of a drawing, with stacks as words, the outermost first, as for `drawProfile`. */
export class DrawnStacks {
  readonly #functions = new Map<string, DrawnFunction>();
  readonly #top = new Map<string, Call>();
  #calls = 0;

  /** @returns the number of the innermost call */
  add(stack: string, size: number): number {
    let callees = this.#top;
    let call: Call | undefined;
    for (const word of ['(root)', ...stack.split(' ')]) {
      call = callees.get(word) ?? this.#newCall(word);
      callees.set(word, call);
      callees = call.callees;
    }
    call!.count += 1;
    call!.size += size;
    return call!.id;
  }

  functions(): readonly DrawnFunction[] {
    return [...this.#functions.values()];
  }

  tree(callees = this.#top): DrawnCalls {
    return [...callees.values()].flatMap(({ id, info, count, size, callees: below }) => [
      id,
      info,
      count,
      size,
      this.tree(below),
    ]);
  }

  #newCall(word: string): Call {
    if (!this.#functions.has(word)) {
      const { functionName, url, scriptId, lineNumber, columnNumber } = frameOf(word);
      const id = this.#functions.size;
      this.#functions.set(word, [id, functionName, url, Number(scriptId), lineNumber + 1, columnNumber + 1]);
    }
    this.#calls += 1;
    const info = [...this.#functions.keys()].indexOf(word);
    return { id: this.#calls, info, count: 0, size: 0, callees: new Map() };
  }
}
