import { afterAll, describe, expect, it } from 'vitest';
import { startMockModel } from './server.mjs';

const mock = await startMockModel();
afterAll(() => mock.close());

const schema = { type: 'object', properties: { file_path: { type: 'string' } } };
const prompt = 'Read /tmp/work/note.txt and say what it is about.';
const file = '/tmp/work/note.txt';

/** Each dialect: how it is asked before and after the tool ran, and where its answer says what. */
const dialects = [
  {
    name: 'chat completions',
    path: '/v1/chat/completions',
    tools: [{ type: 'function', function: { name: 'Read', parameters: schema } }],
    first: { messages: [{ role: 'user', content: prompt }] },
    second: {
      messages: [
        { role: 'user', content: prompt },
        { role: 'tool', content: 'A note.' },
      ],
    },
    toolOf: ({ choices }) => JSON.parse(choices[0].message.tool_calls[0].function.arguments),
    textOf: ({ choices }) => choices[0].message.content,
    streamedTool: (events) =>
      events.flatMap(({ choices }) => choices?.[0].delta.tool_calls ?? [])[0].function.name,
    streamedText: (events) => events.map(({ choices }) => choices?.[0].delta.content ?? '').join(''),
  },
  {
    name: 'responses',
    path: '/v1/responses',
    tools: [{ type: 'function', name: 'Read', parameters: schema }],
    first: { input: [{ role: 'user', content: [{ type: 'input_text', text: prompt }] }] },
    second: {
      input: [
        { role: 'user', content: prompt },
        { type: 'function_call_output', output: 'A note.' },
      ],
    },
    toolOf: ({ output }) => JSON.parse(output[0].arguments),
    textOf: ({ output }) => output[0].content[0].text,
    streamedTool: (events) => events.find(({ type }) => type === 'response.output_item.done').item.name,
    streamedText: (events) =>
      events.map(({ type, delta }) => (type === 'response.output_text.delta' ? delta : '')).join(''),
  },
  {
    name: 'messages',
    path: '/v1/messages?beta=true',
    tools: [{ name: 'Read', input_schema: schema }],
    first: { messages: [{ role: 'user', content: [{ type: 'text', text: prompt }] }] },
    second: {
      messages: [
        { role: 'user', content: prompt },
        { role: 'user', content: [{ type: 'tool_result', content: 'A note.' }] },
      ],
    },
    toolOf: ({ content }) => content[0].input,
    textOf: ({ content }) => content[0].text,
    streamedTool: (events) => events.find(({ type }) => type === 'content_block_start').content_block.name,
    streamedText: (events) => events.map(({ delta }) => delta?.text ?? '').join(''),
  },
  {
    name: 'generateContent',
    path: '/v1beta/models/gemini-2.5-flash:generateContent',
    streamPath: '/v1beta/models/gemini-2.5-flash:streamGenerateContent?alt=sse',
    tools: [{ functionDeclarations: [{ name: 'Read', parametersJsonSchema: schema }] }],
    first: { contents: [{ role: 'user', parts: [{ text: prompt }] }] },
    second: {
      contents: [
        { role: 'user', parts: [{ text: prompt }] },
        { role: 'user', parts: [{ functionResponse: { name: 'Read', response: {} } }] },
      ],
    },
    toolOf: ({ candidates }) => candidates[0].content.parts[0].functionCall.args,
    textOf: ({ candidates }) => candidates[0].content.parts[0].text,
    streamedTool: (events) => events[0].candidates[0].content.parts[0].functionCall.name,
    streamedText: (events) => events.map(({ candidates }) => candidates[0].content.parts[0].text).join(''),
  },
];

async function ask(path, body) {
  const response = await fetch(`${mock.url}${path}`, { method: 'POST', body: JSON.stringify(body) });
  return response.text();
}

function eventsOf(stream) {
  return stream
    .split('\n')
    .filter((line) => line.startsWith('data: {'))
    .map((line) => JSON.parse(line.slice('data: '.length)));
}

describe.each(dialects)('the mock model in $name', (dialect) => {
  const { path, streamPath = path, tools, first, second } = dialect;

  it('calls a tool that reads the file of the prompt, then says a text', async () => {
    const called = JSON.parse(await ask(path, { model: 'm', tools, ...first }));
    expect(dialect.toolOf(called)).toEqual({ file_path: file });
    const said = JSON.parse(await ask(path, { model: 'm', tools, ...second }));
    expect(dialect.textOf(said)).toContain('the file was read');
  });

  it('streams both', async () => {
    const called = eventsOf(await ask(streamPath, { model: 'm', stream: true, tools, ...first }));
    expect(dialect.streamedTool(called)).toBe('Read');
    const said = eventsOf(await ask(streamPath, { model: 'm', stream: true, tools, ...second }));
    expect(dialect.streamedText(said)).toMatch(/^Answer \d+, line 0: .*line 39: /s);
  });

  it('answers in short if no tool is offered', async () => {
    const said = JSON.parse(await ask(path, { model: 'm', ...first }));
    expect(dialect.textOf(said)).toBe('A short answer.');
  });
});

it('counts what it does not know', async () => {
  await ask('/v1/unheard-of', {});
  expect(mock.unknown.get('/v1/unheard-of')).toBe(1);
});
