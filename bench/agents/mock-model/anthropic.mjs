// Anthropic's messages: POST /v1/messages
import { piecesOf, textOf } from './script.mjs';

const usage = {
  input_tokens: 100,
  output_tokens: 50,
  cache_creation_input_tokens: 0,
  cache_read_input_tokens: 0,
};

export function conversationOf({ messages = [], tools = [] }) {
  const prompts = messages.filter(({ role, content }) => role === 'user' && !hasResult(content));
  return {
    prompt: textOf(prompts.at(-1)?.content),
    afterTool: hasResult(messages.at(-1)?.content),
    tools: tools.map(({ name, input_schema }) => ({ name, schema: input_schema })),
  };
}

export function bodyOf(turn, { id, model }) {
  return { ...messageOf(id, model), content: [blockOf(turn, id)], stop_reason: reasonOf(turn) };
}

export function* eventsOf(turn, { id, model }) {
  const event = (type, rest = {}) => ({ event: type, data: { type, ...rest } });
  yield event('message_start', { message: { ...messageOf(id, model), content: [] } });
  const block = blockOf(turn, id);
  const empty = turn.tool === undefined ? { type: 'text', text: '' } : { ...block, input: {} };
  yield event('content_block_start', { index: 0, content_block: empty });
  for (const delta of deltasOf(turn)) yield event('content_block_delta', { index: 0, delta });
  yield event('content_block_stop', { index: 0 });
  yield event('message_delta', { delta: { stop_reason: reasonOf(turn), stop_sequence: null }, usage });
  yield event('message_stop');
}

function deltasOf({ tool, text }) {
  if (tool !== undefined) return [{ type: 'input_json_delta', partial_json: JSON.stringify(tool.input) }];
  return piecesOf(text).map((piece) => ({ type: 'text_delta', text: piece }));
}

function blockOf({ tool, text }, id) {
  if (tool === undefined) return { type: 'text', text };
  return { type: 'tool_use', id: `toolu_${id}`, name: tool.name, input: tool.input };
}

function messageOf(id, model) {
  return {
    id: `msg_${id}`,
    type: 'message',
    role: 'assistant',
    model,
    stop_reason: null,
    stop_sequence: null,
    usage,
  };
}

function reasonOf({ tool }) {
  return tool === undefined ? 'end_turn' : 'tool_use';
}

function hasResult(content) {
  return Array.isArray(content) && content.some(({ type }) => type === 'tool_result');
}
