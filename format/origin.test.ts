import { expect, it } from 'vitest';
import { instanceOf, originFrom, serviceOf, versionOf } from './origin.ts';

it('reads the attributes of OpenTelemetry, and leaves out what is no pair', () => {
  const origin = originFrom({
    OTEL_RESOURCE_ATTRIBUTES: 'service.version=1.4.0, k8s.pod.name=chat-7d9f ,broken,=x,team=a%2Cb,odd=100%',
  });
  expect(origin).toEqual({
    'service.version': '1.4.0',
    'k8s.pod.name': 'chat-7d9f',
    team: 'a,b',
    odd: '100%',
  });
  expect([serviceOf(origin), versionOf(origin), instanceOf(origin)]).toEqual([
    undefined,
    '1.4.0',
    'chat-7d9f',
  ]);
});

it('takes the name of the service from its own variable first', () => {
  const origin = originFrom({
    OTEL_SERVICE_NAME: 'chat',
    OTEL_RESOURCE_ATTRIBUTES: 'service.name=other,service.instance.id=i-1,k8s.pod.name=pod',
  });
  expect(serviceOf(origin)).toBe('chat');
  expect(instanceOf(origin)).toBe('i-1');
});

it('knows nothing without them', () => {
  expect(originFrom({ OTEL_SERVICE_NAME: '' })).toEqual({});
  expect(instanceOf({})).toBeUndefined();
});
