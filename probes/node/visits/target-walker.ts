import type { Protocol } from 'devtools-protocol';
import * as v from 'valibot';
import type { Millis } from '../../../format/units.ts';
import { ProbeError } from '../../probe-error.ts';
import type { DevtoolsSession } from '../../transport/devtools-session.ts';
import { makeCensus } from '../../visits/census.ts';
import type { WalkRoot } from '../../visits/walked.ts';
import { type WalkerCall, walkerCall } from '../../visits/walker-call.ts';
import { walkerText } from '../../visits/walker-text.ts';
import { evaluateWithModules } from '../inspector/evaluate-with-modules.ts';
import { builtin } from '../inspector/target-expressions.ts';
import { censusLimits, censusTimeout, walkLimits } from './limits.ts';

/** What is kept for as long as the walker. */
export const walkerGroup = 'heaptrail-visits';
const callTimeout: Millis = 10_000;

/** Something that the inspector of the target keeps for us, by its id. */
export type RemoteId = Protocol.Runtime.RemoteObjectId;

/** The walker in a target: one object that only this session can reach, in a realm of its own. */
export class TargetWalker {
  readonly #devtools: DevtoolsSession;
  readonly #walker: RemoteId;

  /** @throws ProbeError `no-visits` if the target cannot make one; it is then as it was */
  static async install(devtools: DevtoolsSession): Promise<TargetWalker> {
    const { result, exceptionDetails } = await evaluateWithModules(
      devtools,
      { expression: walkerExpression, objectGroup: walkerGroup, silent: true },
      callTimeout,
    );
    if (exceptionDetails === undefined && result.objectId !== undefined)
      return new TargetWalker(devtools, result.objectId);
    const why = exceptionDetails?.exception?.description ?? exceptionDetails?.text ?? 'it gave no object';
    throw new ProbeError(
      'no-visits',
      `the process cannot be visited: ${why.split('\n')[0]}`,
      'record with captures instead',
    );
  }

  private constructor(devtools: DevtoolsSession, walker: RemoteId) {
    this.#devtools = devtools;
    this.#walker = walker;
  }

  /** Each of these is on the wire when it returns. */
  async begin(): Promise<void> {
    await this.#call(walkerCall('begin()'));
  }

  async walk(roots: readonly WalkRoot[], values: readonly RemoteId[]): Promise<void> {
    const objects = values.map((objectId) => ({ objectId }));
    await this.#call(walkerCall('walk(VALUES, a)', objects, [JSON.stringify(roots)]));
  }

  async open(
    at: number,
    labels: readonly OpenedLabel[],
    values: readonly Protocol.Runtime.CallArgument[],
  ): Promise<void> {
    await this.#call(walkerCall('open(a, VALUES, b)', values, [at, JSON.stringify(labels)]));
  }

  /** What the inspector has to open next, in the walker's order. */
  async unopened(): Promise<readonly RemoteId[]> {
    const { objectId } = await this.#call(walkerCall('unopened()'), { returnByValue: false });
    if (objectId === undefined) return [];
    const { result } = await this.#devtools.send(
      'Runtime.getProperties',
      { objectId, ownProperties: true },
      callTimeout,
    );
    return result.flatMap(({ name, value }) =>
      /^\d+$/.test(name) && value?.objectId !== undefined ? [value.objectId] : [],
    );
  }

  async measure(): Promise<unknown> {
    const { value } = await this.#call(walkerCall('measure()'));
    return JSON.parse(v.parse(v.string(), value));
  }

  /**
   * Adds the largest containers among all objects to what is measured.
   * @param objects an array of them in the target
   */
  async count(objects: RemoteId, time: Millis): Promise<unknown> {
    const call = walkerCall('census.count(v0, a)', [{ objectId: objects }], [Math.ceil(time)]);
    const { value } = await this.#call(call, { timeout: censusTimeout });
    return JSON.parse(v.parse(v.string(), value));
  }

  /** Releases all that a visit has asked for but the walker itself. Never throws. */
  async forget(group: string): Promise<void> {
    await this.#devtools
      .send('Runtime.releaseObjectGroup', { objectGroup: group }, callTimeout)
      .catch(() => {});
  }

  async release(): Promise<void> {
    await this.forget(walkerGroup);
  }

  async #call(
    call: WalkerCall<Protocol.Runtime.CallArgument>,
    { returnByValue = true, timeout = callTimeout }: CallOptions = {},
  ): Promise<Protocol.Runtime.RemoteObject> {
    const { result, exceptionDetails } = await this.#devtools.send(
      'Runtime.callFunctionOn',
      {
        objectId: this.#walker,
        functionDeclaration: call.functionDeclaration,
        arguments: [...call.arguments],
        objectGroup: visitGroup,
        returnByValue,
        silent: true,
      },
      timeout,
    );
    if (exceptionDetails === undefined) return result;
    throw new ProbeError(
      'no-visits',
      `a visit failed in the process: ${exceptionDetails.exception?.description ?? exceptionDetails.text}`,
      'record with captures instead',
    );
  }
}

/** What one visit asks the inspector for. */
export const visitGroup = 'heaptrail-visit';
/** What a census asks it for. */
export const censusGroup = 'heaptrail-census';

export interface OpenedLabel {
  /** The number of a scope, and the file that it is written in. */
  readonly scope?: number;
  readonly file?: string;
  /** How well the variables of that scope tell where something is. */
  readonly rank?: number;
  /** Of a private field. */
  readonly name?: string;
}

interface CallOptions {
  readonly returnByValue?: boolean;
  readonly timeout?: Millis;
}

const walkerExpression = `(() => {
  const { createContext, runInContext } = ${builtin('vm')};
  const { types } = ${builtin('util')};
  const realm = createContext();
  const made = (source) => runInContext(source, realm);
  const walker = made(${JSON.stringify(walkerText)})(
    types,
    { global: globalThis, getOwnPropertyDescriptor: Reflect.getOwnPropertyDescriptor },
    ${JSON.stringify(walkLimits)},
  );
  const { registry } = walker;
  walker.census = made(${JSON.stringify(`(${makeCensus})`)})(types, registry, ${JSON.stringify(censusLimits)});
  return walker;
})()`;
