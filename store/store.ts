/**
 * Where artefacts of many hosts meet: objects by key, as object stores have them. A key is `/`-separated words of
 * letters, digits and `._-`; nothing is ever changed in place, so a reader sees an object whole or not at all.
 */
export interface Store {
  /** As a person typed it. */
  readonly place: string;
  /** All keys below a prefix that ends with `/`, in the order of their characters. */
  list(prefix: string): Promise<readonly string[]>;
  /** @returns undefined if there is no such object */
  get(key: string): Promise<Buffer | undefined>;
  /** Writes an object, in place of one that is there. */
  put(key: string, content: Uint8Array | string): Promise<void>;
  /**
   * Writes an object only if there is none: of several that try at once, one succeeds.
   * @returns whether it was written
   */
  putNew(key: string, content: Uint8Array | string): Promise<boolean>;
  /**
   * Writes a file of any size. The last word of the key is the SHA-256 of its content, in hexadecimal digits: so what
   * arrived before an interruption is not sent again, and neither is what is there already.
   */
  putFile(key: string, file: string): Promise<void>;
  /**
   * Reads such an object into a file, whose content is checked, and goes on after an interruption.
   * @returns whether there is one
   */
  getFile(key: string, file: string): Promise<boolean>;
  /** Nothing happens if there is none. */
  remove(key: string): Promise<void>;
}

const keyShape = /^[\w.-]+(?:\/[\w.-]+)*$/;

/** @throws Error for a key that could lead out of a folder: a fault of this program */
export function requireKey(key: string): string {
  if (!keyShape.test(key) || key.split('/').some((word) => /^\.+$/.test(word)))
    throw new Error(`no key of a store: ${key}`);
  return key;
}
