// A model server on loopback that speaks the four dialects agents use: node bench/agents/mock-model/server.mjs [PORT]
import { once } from 'node:events';
import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import * as anthropic from './anthropic.mjs';
import * as gemini from './gemini.mjs';
import * as chat from './openai-chat.mjs';
import * as responses from './openai-responses.mjs';
import { nextTurn } from './script.mjs';
import { sendEvents, sendJson } from './sse.mjs';

/** Each with the path it answers at. Gemini says in the path what others say in the body. */
const dialects = [
  { path: /\/chat\/completions$/, dialect: chat },
  { path: /\/responses$/, dialect: responses },
  { path: /\/messages$/, dialect: anthropic },
  { path: /\/models\/([^:/]+):generateContent$/, dialect: gemini },
  { path: /\/models\/([^:/]+):streamGenerateContent$/, dialect: gemini, streams: true },
];

/** Starts it on a free port, or the one given. `asked` counts the requests that were answered as a model. */
export async function startMockModel(port = 0) {
  const model = { url: '', asked: 0, unknown: new Map(), close: undefined };
  const server = createServer((request, response) => {
    answer(model, request, response).catch((error) => sendJson(response, { error: String(error) }, 400));
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  model.url = `http://127.0.0.1:${server.address().port}`;
  model.close = () => {
    server.closeAllConnections();
    server.close();
  };
  return model;
}

async function answer(mock, request, response) {
  const { pathname } = new URL(request.url, 'http://localhost');
  const found = dialects.find(({ path }) => path.test(pathname));
  if (found === undefined || request.method !== 'POST') return answerOther(mock, request, pathname, response);
  const body = await json(request);
  const { dialect } = found;
  const naming = {
    id: `mock-${++mock.asked}`,
    model: body.model ?? found.path.exec(pathname)[1] ?? 'mock',
  };
  const turn = nextTurn(dialect.conversationOf(body));
  if (found.streams || body.stream) sendEvents(response, dialect.eventsOf(turn, naming));
  else sendJson(response, dialect.bodyOf(turn, naming));
}

/** Lists of models, counts of tokens; anything else is counted and refused. */
function answerOther(mock, request, pathname, response) {
  request.resume();
  if (/count_?tokens$/i.test(pathname)) return sendJson(response, { input_tokens: 100, totalTokens: 100 });
  if (/\/models$/.test(pathname)) {
    return sendJson(response, { object: 'list', data: [{ id: 'mock', object: 'model' }] });
  }
  mock.unknown.set(pathname, (mock.unknown.get(pathname) ?? 0) + 1);
  sendJson(response, { error: { type: 'not_found', message: 'not part of the mock' } }, 404);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  console.log((await startMockModel(Number(process.argv[2] ?? 0))).url);
}
