import type { Bytes, Millis } from '../../format/units.ts';
import type { JscSession } from './jsc-session.ts';
import { turnTimeout } from './turn-timeout.ts';

/**
 * JavaScriptCore's snapshots have no edges from a Map or Set to its keys and values. While one is taken, each
 * collection's entries also lie in a plain array of ours, which has such edges: from those they are read off.
 * Everything hangs on one object that only the inspector holds, so that no global changes and releasing it, or
 * losing the connection, leaves nothing behind.
 */

/** The names by which our object's two arrays are found in a snapshot. */
export const entriesName = 'heaptrail entries 5e0c7d';
export const collectionsName = 'heaptrail collections 5e0c7d';

const handles = 'heaptrail-collections';
const probe = 'heaptrail-probe';
/** JavaScriptCore searches all nodes for each id, with the program standing still. */
const lookupBudget: Millis = 1_500;
const mostLookupsAtOnce = 100;
/** The reply to a lookup has the first five entries in it, with strings in full length. */
const repliesAtOnce: Bytes = 4 << 20;
/** 8 bytes of the target's memory each. */
const mostEntries = 8_000_000;
/** Properties looked at in search of collections inside entries. */
const mostSteps = 400_000;

export class CollectionExposure {
  readonly #session: JscSession;
  readonly #objectId: string;

  private constructor(session: JscSession, objectId: string) {
    this.#session = session;
    this.#objectId = objectId;
  }

  static async open(session: JscSession): Promise<CollectionExposure> {
    const expression = `({ '${entriesName}': [], '${collectionsName}': [] })`;
    const { result } = await session.send(
      'Runtime.evaluate',
      { expression, objectGroup: probe },
      turnTimeout,
    );
    return new CollectionExposure(session, result.objectId!);
  }

  /**
   * Adds the collections with these ids, in this order, as many as can be looked up in the time that is bearable.
   * @returns those that were looked up; what died meanwhile is among them
   */
  async add(ids: readonly number[]): Promise<readonly number[]> {
    const deadline = Date.now() + lookupBudget;
    let done = 0;
    let atOnce = 1;
    while (done < ids.length && Date.now() < deadline) {
      const before = this.#session.received;
      await this.#addSome(ids.slice(done, done + atOnce));
      done = Math.min(ids.length, done + atOnce);
      const perLookup = (this.#session.received - before) / atOnce;
      atOnce = Math.max(1, Math.min(mostLookupsAtOnce, atOnce * 4, Math.floor(repliesAtOnce / perLookup)));
    }
    return ids.slice(0, done);
  }

  async #addSome(ids: readonly number[]): Promise<void> {
    const found = await Promise.all(ids.map((heapObjectId) => this.#lookUp(heapObjectId)));
    await this.#session.send(
      'Runtime.callFunctionOn',
      {
        objectId: this.#objectId,
        functionDeclaration: `function (...found) { this['${collectionsName}'].push(...found); }`,
        arguments: found.flatMap((objectId) => (objectId === undefined ? [] : [{ objectId }])),
        returnByValue: true,
      },
      turnTimeout,
    );
    // A handle would show up in the snapshot as one more holder of the collection.
    await this.#session.send('Runtime.releaseObjectGroup', { objectGroup: handles }, turnTimeout);
  }

  async #lookUp(heapObjectId: number): Promise<string | undefined> {
    const reply = this.#session.send(
      'Heap.getRemoteObject',
      { heapObjectId, objectGroup: handles },
      turnTimeout,
    );
    return await reply.then(
      ({ result }) => result.objectId,
      () => undefined,
    );
  }

  /** Copies the entries as they are now. Sent at once, so that the snapshot can follow without a gap. */
  copyEntries(): Promise<unknown> {
    return this.#session.send('Runtime.callFunctionOn', {
      objectId: this.#objectId,
      functionDeclaration: copyFunction,
      returnByValue: true,
    });
  }

  /** Never rejects: where the connection is lost, the target has released it already. */
  async release(): Promise<void> {
    await Promise.allSettled(
      [handles, probe].map((objectGroup) =>
        this.#session.send('Runtime.releaseObjectGroup', { objectGroup }, turnTimeout),
      ),
    );
  }
}

/**
 * Runs in the target. An array of entries begins with its collection; what can be no node of the heap is a 0 in it.
 * Collections that are properties of entries are found on the way, which spares looking them up. Getters and proxies
 * are left alone: nothing of the program may run.
 */
const copyFunction = `function () {
  const { isMap, isSet, isProxy } = process.getBuiltinModule('node:util').types;
  let seen = new WeakSet();
  const queue = [];
  let entriesLeft = ${mostEntries};
  let stepsLeft = ${mostSteps};
  const find = (value, depth) => {
    if (value === null || typeof value !== 'object' || isProxy(value)) return;
    if (isMap(value) || isSet(value)) {
      if (!seen.has(value)) { seen.add(value); queue.push(value); }
      return;
    }
    if (depth === 0 || ArrayBuffer.isView(value)) return;
    const keys = Array.isArray(value) ? value.slice(0, 32).keys() : Object.keys(value);
    for (const key of keys) {
      if (--stepsLeft < 0) return;
      const own = Object.getOwnPropertyDescriptor(value, key);
      if (own !== undefined && 'value' in own) find(own.value, depth - 1);
    }
  };
  const isCell = (value) => value !== null && /^(object|function|string|symbol|bigint)$/.test(typeof value);
  for (const collection of this['${collectionsName}']) find(collection, 0);
  const copies = [];
  for (let at = 0; at < queue.length && entriesLeft > 0; at += 1) {
    const copy = [queue[at]];
    const keep = (value) => {
      entriesLeft -= 1;
      copy.push(isCell(value) ? value : 0);
      if (stepsLeft > 0) find(value, 2);
    };
    if (isMap(queue[at])) Map.prototype.forEach.call(queue[at], (value, key) => { keep(key); keep(value); });
    else Set.prototype.forEach.call(queue[at], (value) => keep(value));
    copies.push(copy);
  }
  this['${entriesName}'] = copies;
  // What a closure of this call still reaches would look like a holder in the snapshot.
  queue.length = 0;
  seen = undefined;
  return copies.length;
}`;
