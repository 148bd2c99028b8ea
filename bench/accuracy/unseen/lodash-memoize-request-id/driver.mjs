import memoize from 'lodash.memoize';

const permissionsOf = (session) => ({
  user: session.user,
  roles: ['reader', session.user % 7 ? 'author' : 'admin'],
  issued: session.at,
  grants: ['articles', 'comments', 'media', 'drafts'].map((what) => ({
    on: `${what}/${session.user}`,
    may: ['read', 'write'],
  })),
});
// the steps of one request ask for the same permissions again and again
const shared = memoize(permissionsOf, (session) => session.requestId);

export async function setup() {}
export async function operation(i) {
  const permissions = process.env.VARIANT === 'fixed' ? memoize(permissionsOf, (s) => s.requestId) : shared;
  const session = { requestId: `req-${i.toString(16)}-${i * 31}`, user: i, at: 1700000000000 + i };
  for (const step of ['authorize', 'load', 'render']) {
    await null;
    if (!permissions(session).roles.length) throw new Error(step);
  }
}
export async function teardown() {}
