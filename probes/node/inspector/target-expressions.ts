/** Before Node 20.16 there is no getBuiltinModule; `require` is there in the command line API. */
export const builtin = (name: string) =>
  `(process.getBuiltinModule ? process.getBuiltinModule('${name}') : require('${name}'))`;

/**
 * Functions for a target. `require` is there only while an expression is evaluated: what runs later has to be given its
 * modules before.
 * - `forgetConsole` throws away what V8 has kept of the console for an inspector that is gone, unless another one is
 *   there. The messages would stay until the process ends. A session that comes and goes can do it, also without a port.
 * - `closeInspector` closes the inspector without a reply, and gives back the port on which the next one would open:
 *   opening it on another port had changed that. Its sessions are gone one turn later; until then V8 keeps what is logged.
 */
export const inspectorFunctions = `
  const inspector = ${builtin('inspector')};
  const timers = ${builtin('timers')};
  const forgetConsole = () => {
    if (inspector.url() !== undefined) return;
    const session = new inspector.Session();
    session.connect();
    session.post('Runtime.discardConsoleEntries');
    session.disconnect();
  };
  const closeInspector = (originalPort) => {
    process.debugPort = originalPort;
    process._debugEnd();
    timers.setImmediate(forgetConsole);
  };`;

/** To be evaluated while a session is there that opened no port. */
export const forgetConsoleExpression = `{ ${inspectorFunctions} timers.setImmediate(forgetConsole); }`;
