import type { NativeOwner } from './native-owners.ts';
import { bytes, bytesPerHour, share } from './quantities.ts';

/** `node::ZlibContext in node`, `better_sqlite3.node`: how every output calls an owner. */
export function ownerName({ name, module, kind }: NativeOwner): string {
  return kind === 'binding' && module !== '' && name !== module
    ? `\`${name}\` in ${module}`
    : quoted(name, kind);
}

function quoted(name: string, kind: NativeOwner['kind']): string {
  return kind === 'addon' || kind === 'binding' ? `\`${name}\`` : name;
}

/** The function of native code that takes most for it, if that says more than its name. */
export function mainFunction({ functions, name }: NativeOwner): string | undefined {
  const [first] = functions;
  return first === undefined || first.name === name ? undefined : first.name;
}

/** One owner in a line, with what it keeps. */
export function ownerLine(owner: NativeOwner): string {
  const most = mainFunction(owner);
  const inner = [most, owner.entry === most ? undefined : owner.entry].filter((each) => each !== undefined);
  const by = owner.calledBy === undefined ? '' : `, called by ${callerWords(owner.calledBy)}`;
  return (
    `${ownerName(owner)}${inner.length === 0 ? '' : ` (${inner.join(', from ')})`} ${growthWords[owner.growth]} ` +
    `${bytes(owner.bytes)} (${bytesPerHour(owner.bytesPerHour)}), ${share(owner.share)} of new native memory${by}`
  );
}

/** `` `openStream` server.mjs:12 ``. */
export function callerWords({ name, file, line }: NonNullable<NativeOwner['calledBy']>): string {
  return `\`${name}\` ${file.slice(file.lastIndexOf('/') + 1)}:${line}`;
}

const growthWords: Readonly<Record<NativeOwner['growth'], string>> = {
  proven: 'took and keeps, in every interval,',
  possible: 'took and keeps',
  refuted: 'took at first and keeps',
};
