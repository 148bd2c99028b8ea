import { UserError } from '../../format/user-error.ts';

/** Where a bucket is, and how it is spoken to. */
export interface S3Address {
  readonly bucket: string;
  /** Empty, or ends with `/`. */
  readonly prefix: string;
  /** The URL of the bucket, without a `/` at its end. */
  readonly url: string;
  readonly region: string;
  readonly credentials: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken?: string;
  };
  /** What asks the store to encrypt an object at rest. */
  readonly encryption: Readonly<Record<string, string>>;
}

const example = 's3://BUCKET/PREFIX?endpoint=https://HOST&region=eu-central-1&sse=aws:kms&kms-key=ID';
const options: ReadonlySet<string> = new Set(['endpoint', 'region', 'sse', 'kms-key']);
const bucketShape = /^[a-z\d][a-z\d.-]{1,61}[a-z\d]$/;
const prefixShape = /^(?:[\w.-]+(?:\/[\w.-]+)*)?$/;

/**
 * `s3://BUCKET/PREFIX`, with options as in a URL. What they do not say comes from the variables of AWS's own tools.
 * @throws UserError `usage` for what cannot be understood, or if there is no key
 */
export function s3Address(words: string, environment: NodeJS.ProcessEnv): S3Address {
  const [, bucket = '', path = '', query = ''] =
    /^s3:\/\/([^/?]*)\/?([^?]*)(?:\?(.*))?$/.exec(words) ?? ([] as string[]);
  const asked = new URLSearchParams(query);
  const name = path.replace(/\/$/, '');
  if (!bucketShape.test(bucket) || !prefixShape.test(name))
    throw wrongAddress(`${words} names no bucket and prefix of S3`);
  for (const option of asked.keys())
    if (!options.has(option)) throw wrongAddress(`${words} has the option ${option}, which is not known`);
  const region =
    asked.get('region') ?? environment.AWS_REGION ?? environment.AWS_DEFAULT_REGION ?? 'us-east-1';
  const endpoint = asked.get('endpoint') ?? environment.AWS_ENDPOINT_URL_S3 ?? environment.AWS_ENDPOINT_URL;
  return {
    bucket,
    prefix: name === '' ? '' : `${name}/`,
    url: bucketUrl(bucket, region, endpoint),
    region,
    credentials: credentialsIn(environment),
    encryption: encryptionOf(asked.get('sse'), asked.get('kms-key')),
  };
}

/** Other servers than AWS's have no name of a host for each bucket. */
function bucketUrl(bucket: string, region: string, endpoint: string | undefined): string {
  if (endpoint === undefined || endpoint === '') return `https://${bucket}.s3.${region}.amazonaws.com`;
  if (!URL.canParse(endpoint) || !/^https?:$/.test(new URL(endpoint).protocol))
    throw wrongAddress(`the endpoint ${endpoint} is no http or https URL`);
  return `${endpoint.replace(/\/+$/, '')}/${bucket}`;
}

function credentialsIn({
  AWS_ACCESS_KEY_ID: accessKeyId = '',
  AWS_SECRET_ACCESS_KEY: secretAccessKey = '',
  AWS_SESSION_TOKEN: sessionToken = '',
}: NodeJS.ProcessEnv): S3Address['credentials'] {
  if (accessKeyId === '' || secretAccessKey === '')
    throw new UserError(
      'usage',
      'a store on S3 needs a key, and there is none in the environment',
      'set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY',
    );
  return { accessKeyId, secretAccessKey, ...(sessionToken === '' ? {} : { sessionToken }) };
}

function encryptionOf(kind: string | null, key: string | null): S3Address['encryption'] {
  if (kind === null && key === null) return {};
  if (kind !== null && !['AES256', 'aws:kms', 'aws:kms:dsse'].includes(kind))
    throw wrongAddress(`sse=${kind} is no kind of encryption`);
  return {
    'x-amz-server-side-encryption': kind ?? 'aws:kms',
    ...(key === null ? {} : { 'x-amz-server-side-encryption-aws-kms-key-id': key }),
  };
}

function wrongAddress(problem: string): UserError {
  return new UserError('usage', problem, `write it as ${example}; the options may be left out`);
}
