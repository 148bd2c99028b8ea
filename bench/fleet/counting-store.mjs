/** The same store, which counts what is asked of it. */
export function counting(store) {
  const counts = { requests: 0, bytes: 0, byKind: new Map() };
  const count = (key, size) => {
    counts.requests += 1;
    counts.bytes += size;
    const kind = key.split('/')[0];
    const of = counts.byKind.get(kind) ?? { requests: 0, bytes: 0 };
    counts.byKind.set(kind, { requests: of.requests + 1, bytes: of.bytes + size });
  };
  const counted = new Proxy(store, {
    get(target, name) {
      const value = Reflect.get(target, name, target);
      if (name !== 'put' && name !== 'putNew')
        return typeof value === 'function' ? value.bind(target) : value;
      return async (key, content) => {
        count(key, Buffer.byteLength(content));
        return await target[name](key, content);
      };
    },
  });
  return { store: counted, counts };
}
