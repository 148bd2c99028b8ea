/** The part of WebKit's inspector protocol that is used here; its protocol folder in WebKit describes all of it. */

/** What a value looks like over the wire: `value` where it was asked for by value, else a handle. */
export interface RemoteValue {
  readonly type: string;
  readonly className?: string;
  readonly objectId?: string;
  readonly value?: unknown;
  readonly description?: string;
}

export interface Evaluated {
  readonly result: RemoteValue;
  readonly wasThrown?: boolean;
}

interface Evaluation {
  readonly expression: string;
  readonly returnByValue?: boolean;
  readonly objectGroup?: string;
  /** Functions of the inspector beside those of the program, for this expression alone. */
  readonly includeCommandLineAPI?: boolean;
}

export type CallArgument = { readonly objectId: string } | { readonly value: string | number };

interface FunctionCall {
  readonly objectId: string;
  readonly functionDeclaration: string;
  readonly arguments?: readonly CallArgument[];
  readonly returnByValue?: boolean;
}

export interface Property {
  readonly name: string;
  readonly value?: RemoteValue;
  readonly isPrivate?: boolean;
}

/** From 0, as the column. */
export interface Location {
  readonly scriptId: string;
  readonly lineNumber: number;
  readonly columnNumber?: number;
}

export interface Scope {
  readonly type:
    | 'global'
    | 'globalLexicalEnvironment'
    | 'closure'
    | 'nestedLexical'
    | 'functionName'
    | string;
  readonly object: RemoteValue;
  /** Of the function that the variables are local to, if that is the one which runs: from 1, as the column. */
  readonly location?: Location;
}

export interface CallFrame {
  readonly functionName: string;
  readonly location: Location;
  readonly scopeChain: readonly Scope[];
  readonly this: RemoteValue;
}

export interface Paused {
  readonly reason: string;
  readonly callFrames: readonly CallFrame[];
  readonly data?: { readonly breakpointId?: string };
}

export interface StackFrame {
  /** That of the script. */
  readonly sourceID: string;
  readonly name: string;
  /** Where the function begins: from 1, as the column; -1 if it is no JavaScript. */
  readonly line: number;
  readonly column: number;
  readonly url: string;
  /** Where it was: from 1, as the column. */
  readonly expressionLocation?: { readonly line: number; readonly column: number };
}

interface TrackedScripts {
  readonly samples?: { readonly stackTraces: readonly { readonly stackFrames: readonly StackFrame[] }[] };
}

interface FunctionDetails {
  readonly details: {
    readonly location: Location;
    readonly name?: string;
    readonly displayName?: string;
  };
}

export interface JscCommands {
  'Heap.enable': { params: undefined; result: unknown };
  'Heap.disable': { params: undefined; result: unknown };
  'Console.clearMessages': { params: undefined; result: unknown };
  'Heap.getRemoteObject': {
    params: { heapObjectId: number; objectGroup: string };
    result: { result: RemoteValue };
  };
  'Runtime.evaluate': { params: Evaluation; result: Evaluated };
  'Runtime.callFunctionOn': { params: FunctionCall; result: Evaluated };
  'Runtime.getProperties': {
    params: { objectId: string; ownProperties: boolean };
    result: { readonly properties: readonly Property[] };
  };
  'Runtime.releaseObjectGroup': { params: { objectGroup: string }; result: unknown };
  'Debugger.enable': { params: undefined; result: unknown };
  'Debugger.disable': { params: undefined; result: unknown };
  'Debugger.getFunctionDetails': { params: { functionId: string }; result: FunctionDetails };
  'Debugger.getScriptSource': { params: { scriptId: string }; result: { readonly scriptSource: string } };
  'Debugger.setBreakpointsActive': { params: { active: boolean }; result: unknown };
  'Debugger.setBreakpoint': {
    params: { location: Location; options: { ignoreCount: number } };
    result: { readonly breakpointId: string };
  };
  'Debugger.removeBreakpoint': { params: { breakpointId: string }; result: unknown };
  'Debugger.resume': { params: undefined; result: unknown };
  'ScriptProfiler.startTracking': { params: { includeSamples: boolean }; result: unknown };
  'ScriptProfiler.stopTracking': { params: undefined; result: unknown };
}

export interface JscEvents {
  'Debugger.scriptParsed': { readonly scriptId: string; readonly url: string };
  'Debugger.paused': Paused;
  'ScriptProfiler.trackingComplete': TrackedScripts;
}
