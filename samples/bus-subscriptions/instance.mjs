import { publish } from './bus.mjs';
import { initPlugins } from './plugin.mjs';

/** One loaded configuration. Disposing it tells everybody; only with `unsubscribe` does it also leave the bus. */
export class Instance {
  #plugins;
  #unsubscribe;

  constructor(configuration, { unsubscribe }) {
    this.#plugins = initPlugins(configuration);
    this.#unsubscribe = unsubscribe;
  }

  dispose() {
    publish('instance.disposed', {});
    if (this.#unsubscribe) this.#plugins.unsubscribe();
  }
}
