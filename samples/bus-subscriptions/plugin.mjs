import { subscribeAll } from './bus.mjs';

/** Loads the plugins of one configuration and lets them hear every event. */
export function initPlugins(configuration) {
  const hooks = configuration.plugins.map((plugin) => loadPlugin(plugin));
  const unsubscribe = subscribeAll((event) => {
    for (const hook of hooks) hook.event(event);
  });
  return { unsubscribe };
}

function loadPlugin({ name, settings }) {
  let seen = 0;
  return {
    name,
    event(event) {
      if (settings.types.includes(event.type)) seen += 1;
      return seen;
    },
  };
}
