/** A place in source code as every output writes it: `src/agent.mjs:16`. Editors and terminals open that. */
export interface Place {
  readonly file: string;
  /** From 1, as the column; absent or 0 for a whole file. */
  readonly line?: number;
  readonly column?: number;
}

/** Empty if the file is not known. */
export function placeText({ file, line = 0, column = 0 }: Place): string {
  if (file === '' || line === 0) return file;
  return column === 0 ? `${file}:${line}` : `${file}:${line}:${column}`;
}

/** Reads what `placeText` wrote. */
export function placeFrom(text: string): Place {
  const [, file = text, line, column] = /^(.+?):(\d+)(?::(\d+))?$/s.exec(text) ?? [];
  return {
    file,
    ...(line === undefined ? {} : { line: Number(line) }),
    ...(column === undefined ? {} : { column: Number(column) }),
  };
}

/** True for the runtime's own code: no reader can change it, so it is never the place to look at first. */
export function isRuntimeFile(file: string): boolean {
  return /^(node:|internal\/|bun:|\[|native |evalmachine)/.test(file);
}

/** The package that an installed file belongs to and its path inside; undefined for files of the program. */
export function insidePackage(file: string): string | undefined {
  const at = `/${file}`.lastIndexOf('/node_modules/');
  return at < 0 ? undefined : file.slice(at + 'node_modules/'.length);
}
