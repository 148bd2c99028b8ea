import { elementsOf, isObject, type JsonShape, textOf } from './json-shape.ts';

/** `pm2 jlist`: resident memory under `monit.memory`, and the time of the last start. */
export const pm2Processes: JsonShape = {
  name: 'pm2 jlist',
  read(value) {
    const observations = elementsOf(value).flatMap(({ monit, name, pm_id: id }) => {
      if (!isObject(monit) || typeof monit.memory !== 'number') return [];
      const pid = `${textOf(id) ?? ''}|${textOf(name) ?? ''}`;
      return [{ pid, memory: { rss: monit.memory } }];
    });
    return observations.length === 0 ? undefined : observations;
  },
};
