/**
 * Which of many equal processes this is: resource attributes by the names of OpenTelemetry (`service.name`,
 * `k8s.pod.name`), as far as they were given.
 */
export type Origin = Readonly<Record<string, string>>;

/** The first that is given names the one process among those of its service. */
const instanceNames = ['service.instance.id', 'k8s.pod.name', 'container.id', 'host.name'] as const;

/**
 * What an environment says, in the two variables that OpenTelemetry defines. Pairs that are no pairs are left out, as its
 * specification asks.
 */
export function originFrom(environment: NodeJS.ProcessEnv): Origin {
  const { OTEL_RESOURCE_ATTRIBUTES: pairs = '', OTEL_SERVICE_NAME: service } = environment;
  const attributes = pairs.split(',').flatMap((pair) => attributeIn(pair) ?? []);
  return {
    ...Object.fromEntries(attributes),
    ...(service === undefined || service === '' ? {} : { 'service.name': service }),
  };
}

export function serviceOf(origin: Origin): string | undefined {
  return origin['service.name'];
}

export function versionOf(origin: Origin): string | undefined {
  return origin['service.version'];
}

export function instanceOf(origin: Origin): string | undefined {
  const name = instanceNames.find((known) => origin[known] !== undefined);
  return name === undefined ? undefined : origin[name];
}

function attributeIn(pair: string): readonly [readonly [string, string]] | undefined {
  const at = pair.indexOf('=');
  const name = pair.slice(0, Math.max(0, at)).trim();
  if (name === '') return undefined;
  const text = pair.slice(at + 1).trim();
  return [[name, decoded(text)]];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
