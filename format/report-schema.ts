import { reportSchemaVersion } from './report.ts';
import { reportShape } from './report-text.ts';

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

/**
 * The JSON Schema of a report, made of the shape that its reader checks. Later versions add fields: those of none are
 * forbidden.
 */
export function reportJsonSchema(): JsonSchema {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: `heaptrail report, schema ${reportSchemaVersion}`,
    ...schemaOf(reportShape as unknown as Shape),
  };
}

function schemaOf(shape: Shape): JsonSchema {
  switch (shape.type) {
    case 'object':
      return objectSchema(shape.entries ?? {});
    case 'array':
      return { type: 'array', items: schemaOf(shape.item!) };
    case 'picklist':
      return { enum: shape.options };
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

/** What JSON has beside a field for its readers, and what our own reader makes again. */
const derived: Readonly<Record<string, JsonSchema>> = {
  createdAt: { createdAtIso: { type: 'string', format: 'date-time' } },
  retainedSize: {
    size: {
      type: 'object',
      properties: {
        bytes: { type: 'number', minimum: 0 },
        held: { enum: ['alone', 'jointly'] },
        born: { type: 'number', minimum: 0 },
        alone: { type: 'number', minimum: 0 },
      },
      required: ['bytes', 'held', 'born', 'alone'],
    },
    release: { type: 'string' },
  },
};

function objectSchema(entries: Readonly<Record<string, Shape>>): JsonSchema {
  const all = Object.entries(entries);
  return {
    type: 'object',
    properties: Object.assign(
      {},
      ...all.map(([key, shape]) => ({ [key]: schemaOf(shape), ...derived[key] })),
    ),
    required: all.filter(([, { type }]) => type !== 'exact_optional').map(([key]) => key),
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
