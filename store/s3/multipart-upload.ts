import { open } from 'node:fs/promises';
import type { Bytes } from '../../format/units.ts';
import { UserError } from '../../format/user-error.ts';
import type { S3Requests } from './s3-requests.ts';
import { xmlValue, xmlValues } from './xml-values.ts';

/** S3 takes nothing smaller than 5 MiB but for the last one. What is held in memory is one part. */
export const partSize: Bytes = 8 << 20;
/** S3 takes no more of them: files above 78 GiB have larger ones. */
const mostParts = 10_000;

interface Part {
  readonly number: number;
  readonly tag: string;
  readonly size: Bytes;
}

/**
 * An object in parts. What an upload that was interrupted has sent stays: because the key names the content, and each
 * part was checked when it arrived, only the parts that are missing are sent again, by whichever process.
 */
export class MultipartUpload {
  readonly #requests: S3Requests;
  readonly #prefix: string;
  readonly #key: string;

  constructor(requests: S3Requests, prefix: string, key: string) {
    this.#requests = requests;
    this.#prefix = prefix;
    this.#key = key;
  }

  async send(file: string, headers: Readonly<Record<string, string>>): Promise<void> {
    const source = await open(file);
    try {
      const { size } = await source.stat();
      const step = Math.max(partSize, Math.ceil(size / mostParts));
      const upload = (await this.#interrupted()) ?? (await this.#begin(headers));
      const there = await this.#partsOf(upload);
      const tags: string[] = [];
      for (let at = 0; at < size; at += step) {
        const number = tags.length + 1;
        const length = Math.min(step, size - at);
        const known = there.find((part) => part.number === number && part.size === length);
        if (known !== undefined) tags.push(known.tag);
        else {
          const { buffer, bytesRead } = await source.read(Buffer.alloc(length), 0, length, at);
          tags.push(await this.#sendPart(upload, number, buffer.subarray(0, bytesRead)));
        }
      }
      await this.#finish(upload, tags);
    } finally {
      await source.close();
    }
  }

  async #interrupted(): Promise<string | undefined> {
    const text = await this.#requests.text({
      method: 'GET',
      query: { uploads: '', prefix: this.#prefix + this.#key },
    });
    const own = xmlValues(text, 'Upload').filter(
      (upload) => xmlValue(upload, 'Key') === this.#prefix + this.#key,
    );
    return own.map((upload) => xmlValue(upload, 'UploadId')).at(-1);
  }

  async #begin(headers: Readonly<Record<string, string>>): Promise<string> {
    const text = await this.#requests.text({
      method: 'POST',
      key: this.#key,
      query: { uploads: '' },
      headers,
    });
    return xmlValue(text, 'UploadId')!;
  }

  async #partsOf(upload: string): Promise<readonly Part[]> {
    const parts: Part[] = [];
    for (let marker: string | undefined = '0'; marker !== undefined; ) {
      const text: string = await this.#requests.text({
        method: 'GET',
        key: this.#key,
        query: { uploadId: upload, 'part-number-marker': marker },
      });
      for (const part of xmlValues(text, 'Part'))
        parts.push({
          number: Number(xmlValue(part, 'PartNumber')),
          tag: xmlValue(part, 'ETag') ?? '',
          size: Number(xmlValue(part, 'Size')),
        });
      marker = xmlValue(text, 'IsTruncated') === 'true' ? xmlValue(text, 'NextPartNumberMarker') : undefined;
    }
    return parts;
  }

  async #sendPart(upload: string, number: number, body: Uint8Array): Promise<string> {
    const query = { uploadId: upload, partNumber: String(number) };
    const { response } = await this.#requests.send({ method: 'PUT', key: this.#key, query, body }, [200]);
    return response.headers.get('etag') ?? '';
  }

  async #finish(upload: string, tags: readonly string[]): Promise<void> {
    const parts = tags.map(
      (tag, at) =>
        `<Part><PartNumber>${at + 1}</PartNumber><ETag>${tag.replaceAll('"', '&quot;')}</ETag></Part>`,
    );
    const body = `<CompleteMultipartUpload>${parts.join('')}</CompleteMultipartUpload>`;
    const request = { method: 'POST', key: this.#key, query: { uploadId: upload }, body } as const;
    const code = xmlValue(await this.#requests.text(request, [200, 404]), 'Code');
    // S3 answers 200 before it has put the parts together, and then says what went wrong. An upload that is gone was
    // finished by another process with the same content, or its try had no answer.
    if (code === undefined || (code === 'NoSuchUpload' && (await this.#isThere()))) return;
    throw new UserError(
      'store-failed',
      `the store did not put the parts of ${this.#key} together: ${code}`,
      'it is tried again; if this stays so, look into the logs of the store',
    );
  }

  async #isThere(): Promise<boolean> {
    const { response } = await this.#requests.send({ method: 'HEAD', key: this.#key }, [200, 404]);
    return response.status === 200;
  }
}
