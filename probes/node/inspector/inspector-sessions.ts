import type { Millis } from '../../../format/units.ts';
import { host } from '../../host/this-host.ts';
import { builtin, inspectorFunctions } from './target-expressions.ts';

/** A look at one descriptor for each session, some microseconds. */
const lookEvery: Millis = 1_000;
/** No session for so many looks after the inspector opened anew, and there will be none. */
const patientLooks = 5;
/** Where the target keeps the list, out of the way of the program. */
const listKey = "Symbol.for('heaptrail.inspector')";

/** What a target sees of its own sockets. */
export const socketFunctions = host.told.sockets(builtin);

/** A function for a target: the list of our sessions with the inspector that is open now, if it is ours. */
const listOfNow = `
  const listOfNow = () => {
    const list = process[${listKey}];
    return list !== undefined && list.url === ${builtin('inspector')}.url() ? list : undefined;
  };`;

/**
 * Functions for a target whose inspector is ours: `listNow()` is the list of the recordings that use it, begun if
 * there is none. A probe that closes an inspector asks this list, because a probe sees neither who comes nor who was killed:
 * the target has the sockets of all, and decides in one turn. The last to leave closes. The timer does it for sessions
 * that were lost; it keeps no program alive and is gone after the close.
 */
export const sessionFunctions = (originalPort: number) => `
  ${inspectorFunctions}
  ${socketFunctions}
  ${listOfNow}
  const beginList = () => {
    const url = inspector.url();
    const port = Number(new URL(url).port);
    const sessions = new Set();
    let looks = 0;
    const isConnected = ({ descriptor, link }) => descriptor === undefined || hasOpen(descriptor, link);
    const isHeld = () => {
      for (const each of sessions) if (!isConnected(each)) sessions.delete(each);
      return sessions.size > 0;
    };
    const end = () => {
      timers.clearInterval(timer);
      if (process[${listKey}] === list) delete process[${listKey}];
    };
    const close = () => {
      end();
      closeInspector(${originalPort});
    };
    const timer = timers.setInterval(() => {
      if (inspector.url() !== url) return end();
      if (isHeld() || clientsOn(port) > 0) looks = ${patientLooks};
      else if ((looks += 1) >= ${patientLooks}) close();
    }, ${lookEvery}).unref();
    const list = {
      url,
      isHeld,
      join(session) {
        looks = ${patientLooks};
        sessions.add(session);
      },
      leave(link) {
        for (const each of sessions) if (each.link === link) sessions.delete(each);
        // The one that leaves is still connected.
        if (isHeld() || clientsOn(port) > 1) return false;
        close();
        return true;
      },
    };
    Object.defineProperty(process, ${listKey}, { value: list, configurable: true });
    return list;
  };
  const listNow = () => listOfNow() ?? beginList();`;

/** A session as the list knows it: without a descriptor the target cannot see whether it is lost. */
export interface ListedSession {
  readonly descriptor?: number;
  readonly link: string;
}

/** Enters a session where the inspector is ours; it is afterwards if `originalPort` is given. Gives whether it is. */
export function joinExpression(session: ListedSession, originalPort: number | undefined): string {
  const functions = originalPort === undefined ? listOfNow : sessionFunctions(originalPort);
  const list = originalPort === undefined ? 'listOfNow()' : 'listNow()';
  return `(() => {
    ${functions}
    const list = ${list};
    list?.join(${JSON.stringify(session)});
    return list !== undefined;
  })()`;
}

/** Closes the inspector, and with it the session that asks, or gives false if another client uses it. */
export function leaveExpression({ link }: ListedSession): string {
  return `(() => {
    ${listOfNow}
    return listOfNow()?.leave(${JSON.stringify(link)}) ?? false;
  })()`;
}

/** For one that comes as a client of `port` alone and has no session in a list, if that is the port of the process. */
export function closeIfAloneExpression(ownPid: number, port: number, originalPort: number): string {
  return `(() => {
    if (process.pid !== ${ownPid}) return false;
    ${inspectorFunctions}
    ${socketFunctions}
    ${listOfNow}
    if (listOfNow()?.isHeld() || clientsOn(${port}) > 1) return false;
    closeInspector(${originalPort});
    return true;
  })()`;
}
