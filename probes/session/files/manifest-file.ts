import { replaceFile } from './replace-file.ts';

/** A manifest that is replaced in one step: a reader sees the old one or the new one, whatever happens. */
export class ManifestFile<T> {
  readonly #path: string;
  #manifest: T;
  #writing: Promise<void> = Promise.resolve();

  constructor(path: string, manifest: T) {
    this.#path = path;
    this.#manifest = manifest;
  }

  get manifest(): T {
    return this.#manifest;
  }

  /** Changes the manifest and writes it; changes that come while one is written follow it. */
  async update(change: Partial<T>): Promise<void> {
    this.#manifest = { ...this.#manifest, ...change };
    const write = this.#writing.then(() =>
      replaceFile(this.#path, JSON.stringify(this.#manifest, null, 2) + '\n'),
    );
    // One failed write must not fail all that follow.
    this.#writing = write.catch(() => {});
    await write;
  }
}
