/**
 * How a file is written wherever a report names one: relative to the working directory of the program, whole, so that
 * editors and terminals open it. Elsewhere an installed file is named from its `node_modules` on, and any other file by
 * its absolute path.
 */
export class ModuleNames {
  readonly #directory: string | undefined;

  /** The paths that have been named, by their names. */
  readonly #named = new Map<string, string>();

  /** @param directory the working directory of the program */
  constructor(directory?: string) {
    this.#directory = directory?.replace(/\/*$/, '/');
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
    // `node:events`, `bun:main`, `[eval]`: no files.
    if (!path.startsWith('/')) return path;
    if (this.#directory !== undefined && path.startsWith(this.#directory))
      return path.slice(this.#directory.length);
    const installed = path.lastIndexOf('/node_modules/');
    return installed < 0 ? path : path.slice(installed + 1);
  }
}

/** Bundlers name a source by a URL of their own, with its path in the project behind it. */
const ofBundler = /^webpack(?:-internal)?:\/\/[^/]*\/(?:\(.*?\)\/)?(?:\.\/)?/;

function pathOf(url: string): string {
  const bundled = url.replace(ofBundler, '');
  const path = bundled.replace(/^file:\/\/(localhost)?/, '').replace(/[?#].*$/, '');
  if (!url.startsWith('file://')) return url.startsWith('/') ? url.replace(/[?].*$/, '') : path;
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
