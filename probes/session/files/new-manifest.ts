import {
  type RecordingManifest,
  type RecordingOptions,
  recordingSchemaVersion,
} from '../../../format/recording.ts';
import { tool } from '../../../format/tool.ts';
import type { Connection } from '../../connection.ts';

export function newManifest(connection: Connection, options: RecordingOptions): RecordingManifest {
  return {
    schemaVersion: recordingSchemaVersion,
    tool,
    target: connection.target,
    options,
    startedAt: Date.now(),
    state: 'recording',
    captures: [],
    notes: connection.notes,
  };
}
