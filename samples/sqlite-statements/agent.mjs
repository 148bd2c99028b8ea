import { createRequire } from 'node:module';
import { agentOptions, runAgent } from '../agent-loop.mjs';
import { ToolCache } from '../tool-cache.mjs';

// A real addon, installed by scripts/fetch-addon.mjs: not everybody who tries a sample wants 20 MB of SQLite.
const Database = createRequire(process.env.HEAPTRAIL_ADDONS)('libsql');
const options = agentOptions({ pace: 50 });
const statementsPerTurn = 2;

const tools = new ToolCache();
const database = new Database(':memory:');
database.exec('CREATE TABLE message (id INTEGER PRIMARY KEY, session TEXT, body TEXT, at INTEGER)');

const statements = new Map();

/** The text of the query differs in every turn, so that the cache of statements never finds one again. */
function query(turn, column) {
  const columns = Array.from({ length: 60 }, (_, at) => `max(id, ${at}) AS c${at}`).join(', ');
  const text = `SELECT ${columns} FROM message WHERE session = 'session-${turn}' AND id > ${column}`;
  const key = options.fixed ? column : text;
  const statement = statements.get(key) ?? database.prepare(text);
  statements.set(key, statement);
  return statement.all();
}

runAgent({
  options,
  operation(turn) {
    tools.readForTurn(turn);
    for (let column = 0; column < statementsPerTurn; column += 1) query(turn, column);
  },
  close: () => database.close(),
});
