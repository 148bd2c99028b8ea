import * as v from 'valibot';
import type { Millis } from '../../../format/units.ts';
import { ProbeError } from '../../probe-error.ts';
import { type WalkerCall, walkerCall } from '../../visits/walker-call.ts';
import { walkerText } from '../../visits/walker-text.ts';
import type { CallArgument, RemoteValue } from '../jsc-protocol.ts';
import type { JscSession } from '../jsc-session.ts';
import { type FrameRoot, unnamed } from './frame-roots.ts';
import { walkLimits } from './limits.ts';
import { rehearse } from './rehearsal.ts';
import { makeScopeReader } from './scope-reader.ts';

const objectGroup = 'heaptrail-visits';
const callTimeout: Millis = 10_000;

/** The walker in a Bun process: one object that only this session can reach, in a realm of its own. */
export class RemoteWalker {
  readonly #session: JscSession;
  readonly #walker: string;
  readonly #taught = new Set<string>();

  /** @throws ProbeError `no-visits` if the target cannot make one; it is then as it was */
  static async install(session: JscSession): Promise<RemoteWalker> {
    const { result, wasThrown } = await session.send(
      'Runtime.evaluate',
      { expression: walkerExpression, objectGroup },
      callTimeout,
    );
    if (!wasThrown && result.objectId !== undefined) return new RemoteWalker(session, result.objectId);
    throw failed('cannot be visited', result);
  }

  private constructor(session: JscSession, walker: string) {
    this.#session = session;
    this.#walker = walker;
  }

  /** Each of these is on the wire when it returns. */
  async begin(): Promise<void> {
    await this.#call(walkerCall('begin()'));
  }

  async walk(
    roots: readonly FrameRoot[],
    namesIn: (module: string) => readonly string[] | undefined,
  ): Promise<void> {
    const learned = roots.map(({ module }) => this.#teach(module, namesIn));
    const values = roots.map(({ objectId }) => ({ objectId }));
    const given = [roots.map(({ root }) => root), roots.map(({ module = '' }) => module)];
    const words = given.map((each) => JSON.stringify(each));
    const walked = this.#call(walkerCall('walkScopes(VALUES, a, b)', values, words));
    await Promise.all([...learned, walked]);
  }

  async #teach(
    module: string | undefined,
    namesIn: (module: string) => readonly string[] | undefined,
  ): Promise<void> {
    const names = module === undefined || this.#taught.has(module) ? undefined : namesIn(module);
    if (module === undefined || names === undefined) return;
    this.#taught.add(module);
    await this.#call(walkerCall('learn(a, b)', [], [module, JSON.stringify(names)]));
  }

  /** @param names of private fields, in the order of their values */
  async open(at: number, names: readonly string[], values: readonly CallArgument[]): Promise<void> {
    const labels = JSON.stringify(names.map((name) => ({ name })));
    await this.#call(walkerCall('open(a, VALUES, b)', values, [at, labels]));
  }

  /** Instances with private fields, by their number in the walker's order; undefined if there is nothing more. */
  async unopened(): Promise<readonly (readonly [at: number, objectId: string])[] | undefined> {
    const { objectId } = await this.#call(walkerCall('unopened()'), { returnByValue: false });
    if (objectId === undefined) return undefined;
    const { properties } = await this.#session.send(
      'Runtime.getProperties',
      { objectId, ownProperties: true },
      callTimeout,
    );
    const elements = properties.filter(({ name }) => /^\d+$/.test(name));
    if (elements.length === 0) return undefined;
    return elements.flatMap(({ name, value }) =>
      value?.objectId === undefined ? [] : [[Number(name), value.objectId]],
    );
  }

  async measure(): Promise<unknown> {
    const { value } = await this.#call(walkerCall('measure()'));
    return JSON.parse(v.parse(v.string(), value));
  }

  /** The walker and all that was asked for. Never throws. */
  async release(): Promise<void> {
    await this.#session.send('Runtime.releaseObjectGroup', { objectGroup }, callTimeout).catch(() => {});
  }

  async #call(
    call: WalkerCall<CallArgument>,
    { returnByValue = true }: { readonly returnByValue?: boolean } = {},
  ): Promise<RemoteValue> {
    const { result, wasThrown } = await this.#session.send(
      'Runtime.callFunctionOn',
      { objectId: this.#walker, ...call, returnByValue },
      callTimeout,
    );
    if (wasThrown) throw failed('failed in a visit', result);
    return result;
  }
}

function failed(how: string, { description, type }: RemoteValue): ProbeError {
  const why = (description ?? type).split('\n')[0];
  return new ProbeError('no-visits', `the process ${how}: ${why}`, 'record with captures instead');
}

const makeInRealm = `(types, realm, limits) => {
  const make = ${walkerText};
  (${rehearse})(make(types, realm, limits));
  return (${makeScopeReader})(make(types, realm, limits), types.isProxy, types.isNativeError, '${unnamed}');
}`;
const walkerExpression = `(() => {
  const { runInNewContext } = process.getBuiltinModule('vm');
  const { types } = process.getBuiltinModule('util');
  return runInNewContext(${JSON.stringify(makeInRealm)})(
    types,
    { global: globalThis, getOwnPropertyDescriptor: Reflect.getOwnPropertyDescriptor },
    ${JSON.stringify(walkLimits)},
  );
})()`;
