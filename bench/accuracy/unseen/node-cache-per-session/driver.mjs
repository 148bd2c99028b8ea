import NodeCache from 'node-cache';

const fixed = process.env.VARIANT === 'fixed';

class AgentSession {
  constructor(id) {
    this.id = id;
    this.results = new NodeCache({ stdTTL: 300, useClones: false });
  }
  tool(name, arg) {
    const key = name + ':' + arg;
    if (!this.results.has(key))
      this.results.set(key, { name, arg, output: `output of ${name} for ${arg} in ${this.id}` });
    return this.results.get(key);
  }
  end() {
    // The check timer of a cache runs on until close()
    if (fixed) this.results.close();
  }
}

export async function setup() {}
export async function operation(i) {
  const session = new AgentSession('session-' + i);
  for (const name of ['grep', 'read', 'ls']) session.tool(name, 'src/' + i);
  await null;
  session.end();
}
export async function teardown() {}
