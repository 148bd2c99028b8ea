import type { Origin } from '../../../format/origin.ts';

/** What links a profile to its source: Pyroscope's labels, by OpenTelemetry's names for the same. */
const sourceLabels: Readonly<Record<string, string>> = {
  'vcs.repository.url.full': 'service_repository',
  'vcs.ref.head.revision': 'service_git_ref',
};

/**
 * Application and labels as Pyroscope reads them: `chat{k8s_pod_name=chat-7d9f,service_version=1.4}`. What would end a
 * label becomes an underscore.
 */
export function profileName(service: string, origin: Origin): string {
  const labels = Object.entries(origin)
    .filter(([name]) => name !== 'service.name')
    .map(([name, value]) => `${labelOf(name)}=${value.replace(/[{},="\s]/g, '_')}`);
  return `${service.replace(/[^\w.-]/g, '_')}{${labels.toSorted().join(',')}}`;
}

function labelOf(name: string): string {
  return sourceLabels[name] ?? name.replace(/\W/g, '_');
}
