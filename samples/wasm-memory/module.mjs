const pageSize = 65_536;

/** As a compiled parser does it: memory is handed out from the end, which grows and never comes back. */
export class Module {
  #memory = new WebAssembly.Memory({ initial: 16, maximum: 16_384 });
  #end = 0;

  allocate(size) {
    const place = this.#end;
    this.#end += size;
    const missing = this.#end - this.#memory.buffer.byteLength;
    if (missing > 0) this.#memory.grow(Math.ceil(missing / pageSize));
    return place;
  }

  write(place, size, value) {
    new Uint8Array(this.#memory.buffer, place, size).fill(value);
  }

  /** The memory stays as large as it was, and is used again. */
  freeAll() {
    this.#end = 0;
  }
}
