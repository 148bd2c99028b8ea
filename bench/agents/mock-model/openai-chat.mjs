// OpenAI's chat completions: POST …/chat/completions
import { piecesOf, textOf } from './script.mjs';

const usage = { prompt_tokens: 100, completion_tokens: 50, total_tokens: 150 };

export function conversationOf({ messages = [], tools = [] }) {
  const prompt = messages.findLast(({ role }) => role === 'user');
  return {
    prompt: textOf(prompt?.content),
    afterTool: messages.at(-1)?.role === 'tool',
    tools: tools.map((tool) => ({ name: tool.function?.name, schema: tool.function?.parameters })),
  };
}

export function bodyOf(turn, { id, model }) {
  const message = { role: 'assistant', content: turn.text ?? null };
  if (turn.tool !== undefined) message.tool_calls = [callOf(turn, id)];
  const choices = [{ index: 0, message, finish_reason: reasonOf(turn) }];
  return { id, object: 'chat.completion', created: 0, model, choices, usage };
}

export function* eventsOf(turn, { id, model }) {
  const chunk = (delta, rest = {}) => ({
    data: {
      id,
      object: 'chat.completion.chunk',
      created: 0,
      model,
      choices: [{ index: 0, delta, finish_reason: null, ...rest }],
    },
  });
  yield chunk({ role: 'assistant', content: '' });
  if (turn.tool !== undefined) yield chunk({ tool_calls: [{ index: 0, ...callOf(turn, id) }] });
  for (const content of piecesOf(turn.text ?? '')) yield chunk({ content });
  const last = chunk({}, { finish_reason: reasonOf(turn) });
  yield { data: { ...last.data, usage } };
  yield { data: '[DONE]' };
}

function callOf({ tool }, id) {
  return {
    id: `call_${id}`,
    type: 'function',
    function: { name: tool.name, arguments: JSON.stringify(tool.input) },
  };
}

function reasonOf({ tool }) {
  return tool === undefined ? 'stop' : 'tool_calls';
}
