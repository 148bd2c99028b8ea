import { reportShape } from '../format/report-text.ts';

/** What is read of valibot's schemas here. */
interface Shape {
  readonly type: string;
  readonly entries?: Readonly<Record<string, Shape>>;
  readonly item?: Shape;
  readonly wrapped?: Shape;
  readonly options?: readonly string[];
  readonly literal?: unknown;
  readonly pipe?: readonly { readonly type: string; readonly requirement?: unknown }[];
}

type JsonSchema = Readonly<Record<string, unknown>>;

/** What our own reader of reports accepts, as a JSON Schema without words, to be compared with the published one. */
export function schemaOfReader(): JsonSchema {
  return schemaOf(reportShape as unknown as Shape);
}

function schemaOf(shape: Shape): JsonSchema {
  switch (shape.type) {
    case 'object':
      return objectSchema(shape.entries ?? {});
    case 'array':
      return { type: 'array', items: schemaOf(shape.item!) };
    case 'picklist':
      return { enum: shape.options?.toSorted() };
    case 'literal':
      return { const: shape.literal };
    case 'exact_optional':
      return schemaOf(shape.wrapped!);
    case 'string':
    case 'number':
    case 'boolean':
      return { type: shape.type, ...limitsOf(shape) };
    default:
      throw new Error(`no JSON Schema is known for ${shape.type}`);
  }
}

function objectSchema(entries: Readonly<Record<string, Shape>>): JsonSchema {
  const all = Object.entries(entries);
  return {
    type: 'object',
    properties: Object.fromEntries(all.map(([key, shape]) => [key, schemaOf(shape)])),
    required: all
      .filter(([, { type }]) => type !== 'exact_optional')
      .map(([key]) => key)
      .sort(),
  };
}

function limitsOf({ pipe = [] }: Shape): JsonSchema {
  const limits: Record<string, unknown> = {};
  for (const { type, requirement } of pipe) {
    if (type === 'min_value') limits.minimum = requirement;
    if (type === 'max_value') limits.maximum = requirement;
    if (type === 'regex') limits.pattern = (requirement as RegExp).source;
  }
  return limits;
}
