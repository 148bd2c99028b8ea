/**
 * Sets an environment variable of this process as setenv(3) does. Node's `process.env` calls it; Bun keeps
 * `process.env` in memory of its own, so the C library is called directly there.
 * @type {(name: string, value: string) => void}
 */
export const setEnvironment = process.versions.bun === undefined ? assign : await setenvOfLibrary();

function assign(name, value) {
  process.env[name] = value;
}

async function setenvOfLibrary() {
  const { dlopen } = await import('bun:ffi');
  const { symbols } = dlopen('libc.so.6', {
    setenv: { args: ['cstring', 'cstring', 'i32'], returns: 'i32' },
  });
  const overwrite = 1;
  return (name, value) => {
    assign(name, value);
    symbols.setenv(Buffer.from(`${name}\0`), Buffer.from(`${value}\0`), overwrite);
  };
}
