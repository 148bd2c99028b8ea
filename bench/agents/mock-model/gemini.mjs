// Gemini's generateContent: POST /v1beta/models/MODEL:generateContent and :streamGenerateContent
import { piecesOf } from './script.mjs';

const usageMetadata = { promptTokenCount: 100, candidatesTokenCount: 50, totalTokenCount: 150 };

export function conversationOf({ contents = [], tools = [] }) {
  const turns = Array.isArray(contents) ? contents : [contents];
  const prompts = turns.filter(({ role, parts }) => role !== 'model' && !hasResult(parts));
  const declared = tools.flatMap(({ functionDeclarations }) => functionDeclarations ?? []);
  return {
    prompt: (prompts.at(-1)?.parts ?? []).map(({ text }) => text ?? '').join('\n'),
    afterTool: hasResult(turns.at(-1)?.parts),
    tools: declared.map(({ name, parameters, parametersJsonSchema }) => ({
      name,
      schema: parametersJsonSchema ?? parameters,
    })),
  };
}

export function bodyOf(turn, { model }) {
  return responseOf(model, partOf(turn), 'STOP');
}

export function* eventsOf(turn, { model }) {
  if (turn.tool !== undefined) {
    yield { data: responseOf(model, partOf(turn), 'STOP') };
    return;
  }
  const pieces = piecesOf(turn.text);
  for (const [index, text] of pieces.entries()) {
    yield { data: responseOf(model, { text }, index === pieces.length - 1 ? 'STOP' : undefined) };
  }
}

function partOf({ tool, text }) {
  return tool === undefined ? { text } : { functionCall: { name: tool.name, args: tool.input } };
}

function responseOf(model, part, finishReason) {
  const content = { role: 'model', parts: [part] };
  return { candidates: [{ index: 0, content, finishReason }], usageMetadata, modelVersion: model };
}

function hasResult(parts) {
  return (parts ?? []).some(({ functionResponse }) => functionResponse !== undefined);
}
