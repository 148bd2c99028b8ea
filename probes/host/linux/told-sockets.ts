/** Evaluated by the process itself: see `ToldExpressions`. proc(5): 01 is an established connection. */
export const socketFunctions = (builtin: (name: string) => string) => `
  const fs = ${builtin('fs')};
  const clientsOn = (port) => {
    const local = ':' + port.toString(16).toUpperCase().padStart(4, '0');
    let count = 0;
    const read = (name) => {
      try {
        return fs.readFileSync('/proc/self/net/' + name, 'utf8');
      } catch {
        return '';
      }
    };
    // A table without a row takes the kernel longest.
    const tables = /^TCP6: inuse 0$/m.test(read('sockstat6')) ? ['tcp'] : ['tcp', 'tcp6'];
    for (const table of tables) {
      for (const line of read(table).split('\\n')) {
        const [, from = '', , state] = line.trim().split(/\\s+/);
        if (state === '01' && from.endsWith(local)) count += 1;
      }
    }
    return count;
  };
  const hasOpen = (descriptor, link) => {
    try {
      return fs.readlinkSync('/proc/self/fd/' + descriptor) === link;
    } catch (error) {
      return error.code !== 'ENOENT';
    }
  };`;
