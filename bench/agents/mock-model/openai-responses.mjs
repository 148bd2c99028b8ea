// OpenAI's responses: POST …/responses
import { piecesOf, textOf } from './script.mjs';

const usage = {
  input_tokens: 100,
  input_tokens_details: { cached_tokens: 0 },
  output_tokens: 50,
  output_tokens_details: { reasoning_tokens: 0 },
  total_tokens: 150,
};

export function conversationOf({ input = [], tools = [] }) {
  const items = typeof input === 'string' ? [{ role: 'user', content: input }] : input;
  return {
    prompt: textOf(items.findLast(({ role }) => role === 'user')?.content),
    afterTool: items.at(-1)?.type === 'function_call_output',
    tools: tools.map(({ name, parameters }) => ({ name, schema: parameters })),
  };
}

export function bodyOf(turn, { id, model }) {
  return responseOf(id, model, 'completed', [itemOf(turn, id)]);
}

export function* eventsOf(turn, { id, model }) {
  let sequence = 0;
  const event = (type, rest) => ({ event: type, data: { type, sequence_number: sequence++, ...rest } });
  yield event('response.created', { response: responseOf(id, model, 'in_progress', []) });
  const item = itemOf(turn, id);
  const place = { item_id: item.id, output_index: 0 };
  yield event('response.output_item.added', { output_index: 0, item: emptied(item) });
  if (turn.tool === undefined) {
    const part = { type: 'output_text', text: '', annotations: [] };
    yield event('response.content_part.added', { ...place, content_index: 0, part });
    for (const delta of piecesOf(turn.text)) {
      yield event('response.output_text.delta', { ...place, content_index: 0, delta });
    }
    yield event('response.output_text.done', { ...place, content_index: 0, text: turn.text });
    yield event('response.content_part.done', { ...place, content_index: 0, part: item.content[0] });
  } else {
    yield event('response.function_call_arguments.delta', { ...place, delta: item.arguments });
    yield event('response.function_call_arguments.done', { ...place, arguments: item.arguments });
  }
  yield event('response.output_item.done', { output_index: 0, item });
  yield event('response.completed', { response: responseOf(id, model, 'completed', [item]) });
}

function itemOf({ tool, text }, id) {
  if (tool !== undefined) {
    const words = JSON.stringify(tool.input);
    return {
      type: 'function_call',
      id: `fc_${id}`,
      call_id: `call_${id}`,
      name: tool.name,
      arguments: words,
      status: 'completed',
    };
  }
  const content = [{ type: 'output_text', text, annotations: [] }];
  return { type: 'message', id: `msg_${id}`, role: 'assistant', status: 'completed', content };
}

function emptied(item) {
  const begun = { ...item, status: 'in_progress' };
  return item.type === 'message' ? { ...begun, content: [] } : { ...begun, arguments: '' };
}

function responseOf(id, model, status, output) {
  return { id, object: 'response', created_at: 0, model, status, output, usage, error: null };
}
