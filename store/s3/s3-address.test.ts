import { expect, it } from 'vitest';
import { s3Address } from './s3-address.ts';

const key = { AWS_ACCESS_KEY_ID: 'id', AWS_SECRET_ACCESS_KEY: 'secret' };

it('takes a bucket of AWS by its own name, and one of another server below its address', () => {
  expect(s3Address('s3://leaks', { ...key, AWS_REGION: 'eu-central-1' })).toEqual({
    bucket: 'leaks',
    prefix: '',
    url: 'https://leaks.s3.eu-central-1.amazonaws.com',
    region: 'eu-central-1',
    credentials: { accessKeyId: 'id', secretAccessKey: 'secret' },
    encryption: {},
  });
  const environment = { ...key, AWS_SESSION_TOKEN: 'token', AWS_ENDPOINT_URL: 'http://127.0.0.1:9000/' };
  expect(s3Address('s3://leaks/a/b/?sse=aws:kms&kms-key=k&region=x', environment)).toMatchObject({
    prefix: 'a/b/',
    url: 'http://127.0.0.1:9000/leaks',
    region: 'x',
    credentials: { sessionToken: 'token' },
    encryption: {
      'x-amz-server-side-encryption': 'aws:kms',
      'x-amz-server-side-encryption-aws-kms-key-id': 'k',
    },
  });
});

it.each([
  ['s3://', 'names no bucket'],
  ['s3://Leaks', 'names no bucket'],
  ['s3://leaks/a//b', 'names no bucket'],
  ['s3://leaks?sses=AES256', 'the option sses, which is not known'],
  ['s3://leaks?sse=none', 'sse=none is no kind of encryption'],
  ['s3://leaks?endpoint=ftp://x', 'the endpoint ftp://x is no http or https URL'],
])('refuses %s', (words, problem) => {
  expect(() => s3Address(words, key)).toThrow(problem);
});

it('asks for a key', () => {
  expect(() => s3Address('s3://leaks', {})).toThrow('there is none in the environment');
});
