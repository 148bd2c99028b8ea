// request tracing by monkey patching: every request puts its own tracer around the shared client's query()
import shimmer from 'shimmer';

class Database {
  async query(sql, args) {
    await null;
    return [{ sql, n: args.length }];
  }
}
const db = new Database();

function startTrace(i) {
  const headers = {
    host: 'shop.example.org',
    'x-request-id': `r-${i}`,
    'user-agent': `agent/${i % 30}`,
    cookie: `sid=${i * 7919}`,
  };
  const trace = { id: i, url: `/orders/${i}`, headers, queries: 0, tags: new Map(), steps: [] };
  for (const k of ['tenant', 'region', 'release', 'user']) trace.tags.set(k, `${k}-${i}`);
  for (const at of ['accept', 'session', 'route', 'authorize'])
    trace.steps.push({ at, ms: i + 0.5, note: `${at} of ${i}` });
  shimmer.wrap(
    db,
    'query',
    (original) =>
      function tracedQuery(...args) {
        trace.queries++;
        return original.apply(this, args);
      },
  );
  return trace;
}
export async function setup() {}
export async function operation(i) {
  const trace = startTrace(i);
  await db.query('select * from orders where id = $1', [i]);
  if (process.env.VARIANT === 'fixed') shimmer.unwrap(db, 'query');
  if (!trace.queries) throw new Error('not traced');
}
export async function teardown() {}
