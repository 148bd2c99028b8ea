import type { ToolAnnotations } from '@modelcontextprotocol/server';
import * as v from 'valibot';
import type { Configuration } from '../../cli/requests/configuration.ts';
import type { Call } from './recording/call.ts';
import type { RecordingRoom } from './recording/record.ts';
import type { RecordingSlot } from './recording/recording-slot.ts';

/** What all tools of one server share. */
export interface Assistant {
  readonly room: RecordingRoom;
  readonly slot: RecordingSlot;
  /** The suspects that the project in this folder knows. */
  readonly configuration: Configuration | undefined;
  /** Whether answers may have what strings say. */
  readonly includeStrings: boolean;
}

export type Arguments = v.StrictObjectSchema<v.ObjectEntries, undefined>;

/** One thing that an assistant may ask for. */
export interface AssistantTool {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly inputs: Arguments;
  readonly annotations: ToolAnnotations;
  /** @throws UserError what is wrong, and what to do */
  readonly answer: (args: never, assistant: Assistant, call: Call) => Promise<string>;
}

interface ToolParts<Entries extends v.ObjectEntries> extends Omit<AssistantTool, 'inputs' | 'answer'> {
  readonly inputs: Entries;
  readonly answer: (
    args: v.InferOutput<v.StrictObjectSchema<Entries, undefined>>,
    assistant: Assistant,
    call: Call,
  ) => Promise<string>;
}

export function defineTool<const Entries extends v.ObjectEntries>(parts: ToolParts<Entries>): AssistantTool {
  const known = Object.keys(parts.inputs).join(', ');
  const inputs = v.strictObject(parts.inputs, ({ expected, received, message }) =>
    expected === 'never' ? `${parts.name} has no argument ${received}; it has ${known}` : message,
  );
  return { ...parts, inputs: inputs as unknown as Arguments };
}

/** An argument that may be left out, with what it means. */
export function optional<Schema extends v.GenericSchema>(schema: Schema, description: string) {
  return v.optional(v.pipe(schema, v.description(description)));
}

/** It looks, and changes nothing. */
export const readOnly: ToolAnnotations = { readOnlyHint: true, openWorldHint: false };
/** It may pause a process, or start and end a program. */
export const touching: ToolAnnotations = { readOnlyHint: false, destructiveHint: true, openWorldHint: false };
