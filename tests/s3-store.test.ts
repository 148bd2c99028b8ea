import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { AwsV4Signer } from 'aws4fetch';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { CephCluster, encryptionKey } from '../scripts/ceph-cluster.mjs';
import { hashOf } from '../store/content-hash.ts';
import { s3Address } from '../store/s3/s3-address.ts';
import { S3Store } from '../store/s3/s3-store.ts';
import { ScratchFolder } from '../testing/scratch-folder.ts';

const scratch = new ScratchFolder();
let server: CephCluster;
beforeAll(async () => {
  server = await CephCluster.start();
  expect((await ask('PUT', '')).status).toBe(200);
});
afterAll(async () => {
  await server?.end();
  scratch.remove();
});

/** A request without our own store. */
async function ask(method: string, key: string, headers: Record<string, string> = {}, body = '') {
  const signed = await new AwsV4Signer({
    method,
    url: `${server.endpoint}/leaks/${key}`,
    headers: { ...headers, 'x-amz-content-sha256': hashOf(body) },
    service: 's3',
    accessKeyId: server.environment.AWS_ACCESS_KEY_ID!,
    secretAccessKey: server.environment.AWS_SECRET_ACCESS_KEY!,
  }).sign();
  return await fetch(signed.url, { method, headers: signed.headers, ...(body === '' ? {} : { body }) });
}

const storeAt = (words = 's3://leaks/fleet', environment: Readonly<Record<string, string>> = {}) =>
  new S3Store(words, s3Address(words, { ...server.environment, ...environment }));

it('keeps objects by key, lists them in order, and forgets them', async () => {
  const store = storeAt();
  expect(await store.list('cards/')).toEqual([]);
  await store.put('cards/b/2.json', 'two');
  await store.put('cards/a/1.json', Buffer.from('one'));
  await store.put('cards/b/2.json', 'two again');
  await store.put('others/3.json', 'three');
  expect(await store.list('cards/')).toEqual(['cards/a/1.json', 'cards/b/2.json']);
  expect(String(await store.get('cards/b/2.json'))).toBe('two again');
  expect(await store.get('cards/c.json')).toBeUndefined();
  expect(await (await ask('GET', 'fleet/cards/a/1.json')).text()).toBe('one');
  expect((await storeAt('s3://leaks').list('fleet/')).length).toBe(3);
  await store.remove('cards/a/1.json');
  await store.remove('cards/a/1.json');
  expect(await store.list('cards/')).toEqual(['cards/b/2.json']);
});

it('lists more than one page', async () => {
  const store = storeAt();
  const keys = Array.from({ length: 1_005 }, (_, at) => `many/${at}`);
  for (let at = 0; at < keys.length; at += 100)
    await Promise.all(keys.slice(at, at + 100).map((key) => store.put(key, '')));
  expect(await store.list('many/')).toEqual(keys.toSorted());
});

it('lets one of many that write the same new object succeed', async () => {
  const store = storeAt();
  const written = await Promise.all(
    Array.from({ length: 20 }, (_, at) => store.putNew('locks/one', `${at}`)),
  );
  expect(written.filter(Boolean)).toHaveLength(1);
  expect(String(await store.get('locks/one'))).toBe(String(written.indexOf(true)));
});

it('refuses what was changed after it was written', async () => {
  await ask('PUT', 'fleet/changed', { 'x-amz-meta-sha256': hashOf('written') }, 'changed');
  await expect(storeAt().get('changed')).rejects.toThrow('its checksum differs');
});

it('sends a large file in parts, and after an interruption only those that are missing', async () => {
  const file = path.join(scratch.path, 'large');
  const content = Buffer.alloc(20 << 20, 'heap');
  writeFileSync(file, content);
  const store = storeAt();
  const key = `files/${hashOf(content)}`;
  // As it is left by a process that was killed after two parts.
  const begun = await (await ask('POST', `fleet/${key}?uploads`)).text();
  const [, upload] = /<UploadId>(.*)<\/UploadId>/.exec(begun)!;
  for (const part of [1, 2])
    await ask(
      'PUT',
      `fleet/${key}?partNumber=${part}&uploadId=${upload}`,
      {},
      String(content.subarray((part - 1) * (8 << 20), part * (8 << 20))),
    );
  const requests: string[] = [];
  const real = globalThis.fetch;
  globalThis.fetch = (url, init) => {
    requests.push(`${init?.method} ${new URL(String(url)).search.replace(/uploadId=[^&]*&?/, '')}`);
    return real(url, init);
  };
  try {
    await store.putFile(key, file);
    await store.putFile(key, file);
  } finally {
    globalThis.fetch = real;
  }
  expect(requests.filter((request) => request.includes('partNumber'))).toEqual(['PUT ?partNumber=3']);
  expect(await store.list('files/')).toEqual([key]);

  const copy = path.join(scratch.path, 'copy');
  writeFileSync(`${copy}.part`, content.subarray(0, 5 << 20));
  expect(await store.getFile(key, copy)).toBe(true);
  expect(readFileSync(copy).equals(content)).toBe(true);
  writeFileSync(`${copy}.part`, 'of another content');
  expect(await store.getFile(key, copy)).toBe(true);
  expect(readFileSync(copy).equals(content)).toBe(true);
  expect(await store.getFile('files/none', copy)).toBe(false);
});

it('encrypts at rest with the key that it is told', async () => {
  const words = `s3://leaks/secret?sse=aws:kms&kms-key=${encryptionKey}`;
  await storeAt(words).put('one', 'text');
  const { headers } = await ask('HEAD', 'secret/one');
  expect(headers.get('x-amz-server-side-encryption')).toBe('aws:kms');
  expect(String(await storeAt('s3://leaks/secret').get('one'))).toBe('text');
});

it('says why it cannot be used', async () => {
  await expect(storeAt('s3://absent/x').list('cards/')).rejects.toThrow(
    /^cannot read the store s3:\/\/absent\/x: 404 NoSuchBucket/,
  );
  await expect(storeAt('s3://absent/x').get('cards/a')).rejects.toThrow('404 NoSuchBucket');
  await expect(storeAt('s3://leaks', { AWS_SECRET_ACCESS_KEY: 'wrong' }).put('a', 'x')).rejects.toThrow(
    'cannot write to the store s3://leaks: 403 SignatureDoesNotMatch',
  );
});

it('tries again while the server is away', async () => {
  const store = storeAt();
  await server.killGateway();
  await expect(store.put('late', 'x')).rejects.toThrow('ECONNREFUSED');
  const writing = store.putNew('later', 'x');
  await server.startGateway();
  expect(await writing.catch(() => store.putNew('later', 'x'))).toBe(true);
});
