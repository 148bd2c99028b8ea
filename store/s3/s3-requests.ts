import { setTimeout as sleep } from 'node:timers/promises';
import type { AwsV4Signer } from 'aws4fetch';
import type { Bytes, Millis } from '../../format/units.ts';
import { UserError } from '../../format/user-error.ts';
import { hashOf } from '../content-hash.ts';
import type { S3Address } from './s3-address.ts';
import { xmlValue } from './xml-values.ts';

export interface S3Request {
  readonly method: 'GET' | 'HEAD' | 'PUT' | 'POST' | 'DELETE';
  /** Within the prefix; absent for the bucket itself. */
  readonly key?: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | string;
  /** The content of the answer is read by who asked. */
  readonly streamed?: true;
}

export interface S3Answer {
  readonly response: Response;
  /** Empty if it is streamed. */
  readonly content: Buffer;
  /** How many tries had ended without an answer before this one: they may have done what was asked. */
  readonly unanswered: number;
}

/** Answers that say that the same may succeed a moment later. */
const passing: ReadonlySet<number> = new Set([408, 429, 500, 502, 503, 504]);
const tries = 4;
const firstWait: Millis = 200;
/** Until the answer begins; a large body gets a second more for each 100 KiB. */
const patience: Millis = 30_000;
const slowest: Bytes = 100 << 10;

/** Requests to one bucket, signed, and tried again if that may help. */
export class S3Requests {
  readonly #address: S3Address;
  readonly #place: string;
  #signer: Promise<typeof AwsV4Signer> | undefined;

  constructor(address: S3Address, place: string) {
    this.#address = address;
    this.#place = place;
  }

  /**
   * @param expected answers that are no failure
   * @throws UserError `store-failed`
   */
  async send(request: S3Request, expected: readonly number[]): Promise<S3Answer> {
    let reason = '';
    let unanswered = 0;
    for (let count = 0; count < tries; count += 1) {
      if (count > 0) await sleep(firstWait * 2 ** count * (0.5 + Math.random()));
      const [url, init] = await this.#signed(request);
      let response: Response;
      let content: Buffer;
      try {
        response = await fetch(url, init);
        content = request.streamed ? Buffer.alloc(0) : Buffer.from(await response.arrayBuffer());
      } catch (error) {
        reason = networkReason(error);
        unanswered += 1;
        continue;
      }
      if (expected.includes(response.status)) return { response, content, unanswered };
      reason = refusalIn(response, content);
      if (!passing.has(response.status)) break;
    }
    throw this.failed(request.method, reason);
  }

  /** The text of an answer, for what is small. */
  async text(request: S3Request, expected: readonly number[] = [200]): Promise<string> {
    return String((await this.send(request, expected)).content);
  }

  async #signed({
    method,
    key,
    query = {},
    headers = {},
    body,
  }: S3Request): Promise<readonly [URL, RequestInit]> {
    const { url: bucket, prefix, region, credentials } = this.#address;
    const url = new URL(key === undefined ? `${bucket}/` : `${bucket}/${prefix}${key}`);
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    this.#signer ??= signer();
    const signed = await new (await this.#signer)({
      method,
      url: url.href,
      // What is signed with its checksum arrives unchanged, or is refused.
      headers: { ...headers, 'x-amz-content-sha256': hashOf(body ?? '') },
      service: 's3',
      region,
      ...credentials,
    }).sign();
    const size = body === undefined ? 0 : Buffer.byteLength(body);
    const init: RequestInit = {
      method,
      headers: signed.headers,
      ...(body === undefined ? {} : { body: body as NonNullable<RequestInit['body']> }),
      redirect: 'error',
      signal: AbortSignal.timeout(patience + Math.ceil(size / slowest) * 1000),
    };
    return [signed.url, init];
  }

  /** @param reason in words, or what a connection that broke has thrown */
  failed(method: S3Request['method'], reason: unknown): UserError {
    const act = method === 'GET' || method === 'HEAD' ? 'read' : 'write to';
    return new UserError(
      'store-failed',
      `cannot ${act} the store ${this.#place}: ${typeof reason === 'string' ? reason : networkReason(reason)}`,
      'check the endpoint, the region, the name of the bucket, and what the key may do',
    );
  }
}

async function signer(): Promise<typeof AwsV4Signer> {
  return (await import('aws4fetch')).AwsV4Signer;
}

function networkReason(error: unknown): string {
  const { message, cause } = error as Error;
  const { code, message: inner } = (cause ?? {}) as NodeJS.ErrnoException;
  return code ?? inner ?? message;
}

function refusalIn(response: Response, content: Buffer): string {
  const text = String(content);
  const code = xmlValue(text, 'Code') ?? response.statusText;
  const message = xmlValue(text, 'Message') ?? '';
  return [`${response.status} ${code}`.trim(), message].filter((part) => part !== '').join(', ');
}
