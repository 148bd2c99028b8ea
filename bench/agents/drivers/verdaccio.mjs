// A registry of packages without another behind it. `ended`: clients that add a user, log in, read packages and leave.
// `open`: packages that are published one after another.
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { answering, startChild } from './child.mjs';
import { freePort } from './free-port.mjs';
import { ask, askJson } from './http.mjs';

export async function start(place) {
  const folder = join(place.home, 'registry');
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, 'config.yaml'),
    `storage: ./storage
auth: { htpasswd: { file: ./htpasswd, max_users: 100000 } }
packages: { '**': { access: $all, publish: $all } }
log: { type: stdout, format: json, level: warn }
`,
  );
  const port = await freePort();
  const program = join(place.folder, 'node_modules/verdaccio/bin/verdaccio');
  const words = [program, '--config', join(folder, 'config.yaml'), '--listen', `127.0.0.1:${port}`];
  const running = startChild(place, place.runtime, words);
  const url = `http://127.0.0.1:${port}`;
  await answering(place, running, `${url}/-/ping`);
  for (let one = 0; one < 5; one++) await publish(url, `package-${one}`);
  return { ...running, place, url };
}

let users = 0;
export async function endedSession({ url }) {
  const name = `user${++users}`;
  const { token } = await askJson(`${url}/-/user/org.couchdb.user:${name}`, {
    method: 'PUT',
    body: { name, password: `secret of ${name}`, type: 'user' },
  });
  const headers = { authorization: `Bearer ${token}` };
  await ask(`${url}/-/whoami`, { headers });
  for (let one = 0; one < 5; one++) {
    await ask(`${url}/package-${one}`, { headers });
    await ask(`${url}/package-${one}/-/package-${one}-1.0.0.tgz`, { headers });
  }
}

export async function openSession({ url }) {
  return (turn) => publish(url, `more-${turn}`);
}

async function publish(url, name) {
  const tarball = Buffer.from(`the files of ${name} `.repeat(200));
  const dist = {
    shasum: createHash('sha1').update(tarball).digest('hex'),
    tarball: `${url}/${name}/-/${name}-1.0.0.tgz`,
  };
  await ask(`${url}/${name}`, {
    method: 'PUT',
    body: {
      _id: name,
      name,
      'dist-tags': { latest: '1.0.0' },
      versions: { '1.0.0': { name, version: '1.0.0', readme: 'Read me.', dist } },
      _attachments: {
        [`${name}-1.0.0.tgz`]: {
          content_type: 'application/octet-stream',
          data: tarball.toString('base64'),
          length: tarball.length,
        },
      },
    },
  });
}
