import { createWriteStream } from 'node:fs';
import { readFile, rename, rm, stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Bytes } from '../../format/units.ts';
import { changedOnTheWay, hashInKey, hashOf, hashOfFile } from '../content-hash.ts';
import { requireKey, type Store } from '../store.ts';
import { MultipartUpload, partSize } from './multipart-upload.ts';
import type { S3Address } from './s3-address.ts';
import { type S3Answer, type S3Request, S3Requests } from './s3-requests.ts';
import { xmlValue, xmlValues } from './xml-values.ts';

/** Servers hand it back with the object, whatever checksums they know themselves. */
const hashHeader = 'x-amz-meta-sha256';
const present = 200;
const partly = 206;
const absent = 404;
const isThere = 412;
/** What was asked for begins where the object ends. */
const beyondEnd = 416;
/** Several were written at once, and the server did not decide. */
const undecided = 409;

/** A bucket of S3, or of what speaks its language. */
export class S3Store implements Store {
  readonly place: string;
  readonly #address: S3Address;
  readonly #requests: S3Requests;

  constructor(place: string, address: S3Address) {
    this.place = place;
    this.#address = address;
    this.#requests = new S3Requests(address, place);
  }

  async list(prefix: string): Promise<readonly string[]> {
    const folder = `${requireKey(prefix.replace(/\/$/, ''))}/`;
    const keys: string[] = [];
    let next: string | undefined;
    do {
      const query = {
        'list-type': '2',
        prefix: this.#address.prefix + folder,
        ...(next === undefined ? {} : { 'continuation-token': next }),
      };
      const text = await this.#requests.text({ method: 'GET', query });
      keys.push(...xmlValues(text, 'Key').map((key) => key.slice(this.#address.prefix.length)));
      next = xmlValue(text, 'IsTruncated') === 'true' ? xmlValue(text, 'NextContinuationToken') : undefined;
    } while (next !== undefined);
    return keys.toSorted();
  }

  async get(key: string): Promise<Buffer | undefined> {
    const found = await this.#found({ method: 'GET', key });
    if (found === undefined) return undefined;
    const { response, content } = found;
    const hash = response.headers.get(hashHeader);
    if (hash !== null && hash !== hashOf(content)) throw changedOnTheWay(key, this.place);
    return content;
  }

  async put(key: string, content: Uint8Array | string): Promise<void> {
    await this.#requests.send(this.#putting(key, content), [present]);
  }

  async putNew(key: string, content: Uint8Array | string): Promise<boolean> {
    const request = this.#putting(key, content, { 'if-none-match': '*' });
    for (;;) {
      const { response, unanswered } = await this.#requests.send(request, [present, isThere, undecided]);
      if (response.status === present) return true;
      if (response.status === undecided) continue;
      // It may be there because a try without an answer had written it.
      return unanswered > 0 && (await this.get(key))?.equals(Buffer.from(content)) === true;
    }
  }

  async putFile(key: string, file: string): Promise<void> {
    const { size } = await stat(file);
    if ((await this.#sizeOf(key)) === size) return;
    if (size <= partSize) {
      await this.put(key, await readFile(file));
      return;
    }
    const upload = new MultipartUpload(this.#requests, this.#address.prefix, requireKey(key));
    const headers = { ...this.#address.encryption, [hashHeader]: hashInKey(key) };
    await upload.send(file, headers);
  }

  async getFile(key: string, file: string): Promise<boolean> {
    const part = `${file}.part`;
    // What an earlier try left may be of another content, or torn.
    for (const from of [await sizeOnDisk(part), 0]) {
      if (!(await this.#download(key, part, from))) return false;
      if ((await hashOfFile(part)) === hashInKey(key)) {
        await rename(part, file);
        return true;
      }
      if (from === 0) break;
    }
    await rm(part, { force: true });
    throw changedOnTheWay(key, this.place);
  }

  async remove(key: string): Promise<void> {
    await this.#requests.send({ method: 'DELETE', key: requireKey(key) }, [204, absent]);
  }

  #putting(key: string, content: Uint8Array | string, headers: Readonly<Record<string, string>> = {}) {
    return {
      method: 'PUT',
      key: requireKey(key),
      body: content,
      headers: {
        ...headers,
        ...this.#address.encryption,
        [hashHeader]: hashOf(content),
        'content-type': typeOf(key),
      },
    } as const;
  }

  async #found(request: S3Request & { readonly key: string }): Promise<S3Answer | undefined> {
    requireKey(request.key);
    const answer = await this.#requests.send(request, [present, partly, absent, beyondEnd]);
    if (answer.response.status !== absent) return answer;
    const text = request.streamed ? await answer.response.text() : String(answer.content);
    // A bucket that does not exist has no objects either, but that is nobody's wish.
    if (xmlValue(text, 'Code') === 'NoSuchBucket')
      throw this.#requests.failed(request.method, '404 NoSuchBucket');
    return undefined;
  }

  async #sizeOf(key: string): Promise<Bytes | undefined> {
    const found = await this.#found({ method: 'HEAD', key });
    return found && Number(found.response.headers.get('content-length'));
  }

  /** @returns whether there is such an object */
  async #download(key: string, part: string, from: Bytes): Promise<boolean> {
    const headers: S3Request['headers'] = from === 0 ? {} : { range: `bytes=${from}-` };
    const found = await this.#found({ method: 'GET', key, headers, streamed: true });
    if (found === undefined) return false;
    const { status, body } = found.response;
    if (status === beyondEnd || body === null) await body?.cancel();
    else await this.#write(body, part, status === partly ? 'a' : 'w');
    return true;
  }

  async #write(body: ReadableStream<Uint8Array>, part: string, flags: 'a' | 'w'): Promise<void> {
    const file = createWriteStream(part, { flags, mode: 0o600 });
    let disk: unknown;
    file.once('error', (error) => {
      disk = error;
    });
    try {
      await pipeline(Readable.fromWeb(body as Parameters<typeof Readable.fromWeb>[0]), file);
    } catch (error) {
      throw disk === error ? error : this.#requests.failed('GET', error);
    }
  }
}

function typeOf(key: string): string {
  if (key.endsWith('.html')) return 'text/html; charset=utf-8';
  return key.endsWith('.json') ? 'application/json' : 'application/octet-stream';
}

async function sizeOnDisk(file: string): Promise<Bytes> {
  return (await stat(file).catch(() => undefined))?.size ?? 0;
}
