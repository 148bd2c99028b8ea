const bytesClass =
  /^(Buffer|FastBuffer|ArrayBuffer|SharedArrayBuffer|JSArrayBufferData|(Big)?(Ui|I)nt\d+(Clamped)?Array|Float\d+Array)$/;

/** Whether objects of this class are bytes and no objects: buffers and typed arrays, whose contents no edge leads to. */
export function holdsBytes(className: string): boolean {
  return bytesClass.test(className);
}
