/** Fewer say too little: every program has an `index.js`. */
const fewestParts = 2;

/**
 * Names modules as their readers do: dependencies from their package on, files of the program relative to the directory
 * it runs in. If that is not known, or the file is elsewhere, by the end of its path that no other module has.
 */
export class ModuleNames {
  readonly #directory: string | undefined;
  /** The modules that are known, by their last part. */
  readonly #known = new Map<string, Set<string>>();

  /** The paths that have been named, by their names. */
  readonly #named = new Map<string, string>();

  /** @param directory the working directory of the program */
  constructor(directory?: string) {
    this.#directory = directory?.replace(/\/*$/, '/');
  }

  /** Modules that a name must be told from. */
  learn(urls: Iterable<string>): void {
    for (const url of urls) {
      const path = pathOf(url);
      const last = path.slice(path.lastIndexOf('/') + 1);
      const alike = this.#known.get(last);
      if (alike === undefined) this.#known.set(last, new Set([path]));
      else alike.add(path);
    }
  }

  of(url: string): string {
    const path = pathOf(url);
    const name = this.#nameOf(path);
    if (!this.#named.has(name)) this.#named.set(name, path);
    return name;
  }

  /** The path of a module that was named before. */
  pathNamed(name: string): string | undefined {
    return this.#named.get(name);
  }

  #nameOf(path: string): string {
    if (path.startsWith('node:')) return path;
    const dependency = path.lastIndexOf('/node_modules/');
    if (dependency >= 0) return path.slice(dependency + '/node_modules/'.length);
    if (this.#directory !== undefined && path.startsWith(this.#directory))
      return path.slice(this.#directory.length);
    return this.#shortest(path);
  }

  #shortest(path: string): string {
    const parts = path.split('/').filter(Boolean);
    const others = [...(this.#known.get(parts.at(-1) ?? '') ?? [])].filter((other) => other !== path);
    for (let length = fewestParts; length < parts.length; length++) {
      const name = parts.slice(-length).join('/');
      if (!others.some((other) => other.endsWith(`/${name}`))) return name;
    }
    return parts.join('/');
  }
}

function pathOf(url: string): string {
  return url.replace(/^file:\/\//, '').replace(/[?#].*$/, '');
}
