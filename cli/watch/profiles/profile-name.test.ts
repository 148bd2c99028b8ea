import { expect, it } from 'vitest';
import { profileName } from './profile-name.ts';
import { pyroscopeAt } from './pyroscope.ts';

it('names a profile by its service, with labels that no value can end', () => {
  const origin = {
    'service.name': 'chat',
    'k8s.pod.name': 'chat-7d9f',
    'deployment.environment.name': 'a,b="c" {d}',
    'vcs.ref.head.revision': 'abc',
  };
  expect(profileName('chat app', origin)).toBe(
    'chat_app{deployment_environment_name=a_b__c___d_,k8s_pod_name=chat-7d9f,service_git_ref=abc}',
  );
  expect(profileName('chat', {})).toBe('chat{}');
});

it('goes to the ingest endpoint, behind a path too, as who the environment says', () => {
  expect(pyroscopeAt('http://pyroscope:4040', {})).toEqual({
    url: 'http://pyroscope:4040/ingest',
    headers: {},
  });
  const basic = { PYROSCOPE_BASIC_AUTH_USER: 'me', PYROSCOPE_BASIC_AUTH_PASSWORD: 'word' };
  expect(pyroscopeAt('https://example.com/profiles/', basic)).toEqual({
    url: 'https://example.com/profiles/ingest',
    headers: { authorization: 'Basic bWU6d29yZA==' },
  });
  expect(() => pyroscopeAt('ftp://pyroscope', {})).toThrow('is not a URL');
});
