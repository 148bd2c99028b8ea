// Asks the store of the tests with AWS's own client: npm run bench -- store
// What our client relies on is asked of the server by another one, and what our client wrote is read by it.
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  ListPartsCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { accessKey, CephCluster, encryptionKey, secretKey } from '../../scripts/ceph-cluster.mjs';

const load = (file) => import(new URL(file, new URL('../../dist/', import.meta.url)));
const { s3Address } = await load('store/s3/s3-address.js');
const { S3Store } = await load('store/s3/s3-store.js');
const room = mkdtempSync(path.join(tmpdir(), 'heaptrail-bench-'));
const cluster = await CephCluster.start();
const client = new S3Client({
  endpoint: cluster.endpoint,
  region: 'us-east-1',
  forcePathStyle: true,
  maxAttempts: 1,
  credentials: { accessKeyId: accessKey, secretAccessKey: secretKey },
  // This version of the server knows no checksums but the one that is signed.
  requestChecksumCalculation: 'WHEN_REQUIRED',
  responseChecksumValidation: 'WHEN_REQUIRED',
});
const bucket = { Bucket: 'leaks' };
const faults = [];

function check(what, holds) {
  console.log(`${holds ? 'holds' : 'FAILS'}  ${what}`);
  if (!holds) faults.push(what);
}

/** @returns the status of the answer */
async function statusOf(command) {
  try {
    return (await client.send(command)).$metadata.httpStatusCode;
  } catch (error) {
    return error.$metadata?.httpStatusCode;
  }
}

const put = (key, body, more = {}) => new PutObjectCommand({ ...bucket, Key: key, Body: body, ...more });
const textOf = async (key) =>
  await (await client.send(new GetObjectCommand({ ...bucket, Key: key }))).Body.transformToString();

try {
  await client.send(new CreateBucketCommand(bucket));
  const store = ownStore();

  await store.put('cards/one.json', '{"by":"heaptrail"}');
  check(
    'AWS client reads what heaptrail wrote',
    (await textOf('fleet/cards/one.json')) === '{"by":"heaptrail"}',
  );
  await client.send(put('fleet/cards/two.json', 'by AWS'));
  check('heaptrail reads what the AWS client wrote', String(await store.get('cards/two.json')) === 'by AWS');
  const listed = (await client.send(new ListObjectsV2Command({ ...bucket, Prefix: 'fleet/cards/' })))
    .Contents;
  check(
    'both list the same keys',
    listed.map(({ Key }) => Key.slice('fleet/'.length)).join() === (await store.list('cards/')).join(),
  );

  check(
    'a conditional write of the AWS client is refused if the object is there',
    (await statusOf(put('fleet/cards/one.json', 'x', { IfNoneMatch: '*' }))) === 412,
  );
  let winners = 0;
  for (let round = 0; round < 20; round += 1) {
    const statuses = await Promise.all(
      Array.from({ length: 20 }, (_, at) =>
        at % 2 === 0
          ? statusOf(put(`fleet/locks/${round}`, `${at}`, { IfNoneMatch: '*' }))
          : store.putNew(`locks/${round}`, `${at}`).then((written) => (written ? 200 : 412)),
      ),
    );
    if (
      statuses.filter((status) => status === 200).length === 1 &&
      statuses.every((status) => status === 200 || status === 412)
    )
      winners += 1;
  }
  check(`of 20 writers of both clients one succeeds, in 20 of 20 rounds (${winners})`, winners === 20);

  const content = Buffer.alloc(20 << 20, 'heap');
  const hash = createHash('sha256').update(content).digest('hex');
  const file = path.join(room, 'large');
  writeFileSync(file, content);
  const object = { ...bucket, Key: `fleet/files/${hash}` };
  const { UploadId } = await client.send(new CreateMultipartUploadCommand(object));
  await client.send(
    new UploadPartCommand({ ...object, UploadId, PartNumber: 1, Body: content.subarray(0, 8 << 20) }),
  );
  check(
    'a part that the AWS client sent is listed',
    (await client.send(new ListPartsCommand({ ...object, UploadId }))).Parts.length === 1,
  );
  await store.putFile(`files/${hash}`, file);
  const { ContentLength } = await client.send(new HeadObjectCommand(object));
  check('heaptrail finishes an upload in parts that the AWS client began', ContentLength === content.length);
  const open = (await client.send(new ListMultipartUploadsCommand(bucket))).Uploads ?? [];
  check('no upload stays unfinished', open.length === 0);
  const read = await (await client.send(new GetObjectCommand(object))).Body.transformToByteArray();
  check('AWS client reads the whole of it', Buffer.from(read).equals(content));

  const sealed = ownStore(`?sse=aws:kms&kms-key=${encryptionKey}`);
  await sealed.put('sealed', 'text');
  const head = await client.send(new HeadObjectCommand({ ...bucket, Key: 'fleet/sealed' }));
  check(
    'the server says that it encrypted, and with which key',
    head.ServerSideEncryption === 'aws:kms' && head.SSEKMSKeyId === encryptionKey,
  );
} finally {
  await cluster.end();
  rmSync(room, { recursive: true, force: true });
}
process.exitCode = faults.length === 0 ? 0 : 1;

/** Our own client. */
function ownStore(options = '') {
  const words = `s3://leaks/fleet${options}`;
  return new S3Store(words, s3Address(words, cluster.environment));
}
