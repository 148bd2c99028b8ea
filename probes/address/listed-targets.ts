import * as v from 'valibot';
import { askEndpoint } from './ask-endpoint.ts';
import type { TypedAddress } from './typed-address.ts';
import { notAnInspector, unreachable } from './unreachable.ts';

/** A target as its endpoint lists it. */
export interface ListedTarget {
  readonly id: string;
  /** `node`, `page`, `worker`: what the endpoint calls it. */
  readonly type: string;
  readonly title: string;
  readonly url: string;
  /** Of its WebSocket. The host beside it is what the endpoint calls itself, and never where we go. */
  readonly path: string;
}

const listed = v.object({
  id: v.string(),
  type: v.optional(v.string(), ''),
  title: v.optional(v.string(), ''),
  url: v.optional(v.string(), ''),
  // Absent while an earlier DevTools holds the target.
  webSocketDebuggerUrl: v.optional(v.string()),
});
const list = v.array(listed);

/** @throws ProbeError `no-inspector`, `host-refused`, `untrusted-certificate` */
export async function listTargets(address: TypedAddress): Promise<readonly ListedTarget[]> {
  const answer = await askEndpoint(address, '/json/list').catch((error: unknown) => {
    throw unreachable(address, error);
  });
  const found = answer.status === 200 ? targetsIn(answer.text) : undefined;
  if (found === undefined) throw notAnInspector(address, answer);
  return found;
}

function targetsIn(text: string): readonly ListedTarget[] | undefined {
  try {
    return v.parse(list, JSON.parse(text)).flatMap(({ webSocketDebuggerUrl: address, ...target }) => {
      if (address === undefined || !URL.canParse(address)) return [];
      const { pathname, search } = new URL(address);
      return [{ ...target, path: `${pathname}${search}` }];
    });
  } catch {
    return undefined;
  }
}

const versions = v.object({
  Browser: v.optional(v.string(), ''),
  'V8-Version': v.optional(v.string()),
});

/** What the endpoint calls itself: `Chrome/156.0.8078.114`, `workerd`; empty if it does not say. */
export async function endpointName(address: TypedAddress): Promise<string> {
  try {
    const { status, text } = await askEndpoint(address, '/json/version');
    return status === 200 ? v.parse(versions, JSON.parse(text)).Browser : '';
  } catch {
    return '';
  }
}
