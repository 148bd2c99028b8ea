/** Before Node 20.16 there is no getBuiltinModule; `require` is there in the command line API. */
export const builtin = (name: string) =>
  `(process.getBuiltinModule ? process.getBuiltinModule('${name}') : require('${name}'))`;

/**
 * Closes the inspector without a reply, and gives back the port on which the next one would open: opening it
 * on another port had changed that.
 */
export const closeExpression = (originalPort: number) =>
  `process.debugPort = ${originalPort}; process._debugEnd();`;
