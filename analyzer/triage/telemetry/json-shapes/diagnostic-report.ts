import type { MemorySample } from '../../../../format/memory-sample.ts';
import { oldSpaceLimit, scriptOf } from '../../script-of-command.ts';
import type { Observation } from '../observation.ts';
import { isObject, type JsonObject, type JsonShape, textOf } from './json-shape.ts';

/** A report of Node that was written because V8 gave up has this trigger, or the event in older versions. */
const ofMemory = /OOMError|out of memory/i;

/** Node's diagnostic report: one moment of a process, and often its last one (`--report-on-fatalerror`). */
export const diagnosticReport: JsonShape = {
  name: "Node's diagnostic report",
  read(value) {
    if (!isObject(value)) return undefined;
    const { header, javascriptHeap: heap, resourceUsage: usage } = value as JsonObject;
    if (!isObject(header) || !isObject(heap) || header.reportVersion === undefined) return undefined;
    const pid = textOf(header.processId);
    const at = Number(header.dumpEventTimeStamp);
    const used = sizeOf(heap.usedMemory);
    const diedOfMemory = ofMemory.test(`${header.trigger} ${header.event}`);
    const observation: Observation = {
      ...(pid === undefined ? {} : { pid }),
      ...(Number.isFinite(at) ? { at } : {}),
      memory: { ...memoryOf(heap), ...residentOf(usage) },
      ...(diedOfMemory
        ? {
            end: {
              how: 'heap-limit' as const,
              ...(used === undefined ? {} : { size: used }),
              ...commandOf(header),
            },
          }
        : {}),
    };
    return [observation];
  },
};

function memoryOf(heap: JsonObject): Omit<MemorySample, 'at'> {
  const heapUsed = sizeOf(heap.usedMemory);
  const heapTotal = sizeOf(heap.totalMemory);
  const external = sizeOf(heap.externalMemory);
  return {
    ...(heapUsed === undefined ? {} : { heapUsed }),
    ...(heapTotal === undefined ? {} : { heapTotal }),
    ...(external === undefined ? {} : { external }),
  };
}

function residentOf(usage: unknown): Omit<MemorySample, 'at'> {
  const rss = isObject(usage) ? sizeOf(usage.rss) : undefined;
  return rss === undefined ? {} : { rss };
}

/** What the command line says: the `memoryLimit` of the report leaves room for the young generation. */
function commandOf({ commandLine }: JsonObject): { readonly limit?: number; readonly name?: string } {
  const words = Array.isArray(commandLine) ? commandLine.map(String) : [];
  const limit = oldSpaceLimit(words);
  const name = scriptOf(words);
  return { ...(limit === undefined ? {} : { limit }), ...(name === undefined ? {} : { name }) };
}

/** Some fields are texts in some versions. */
function sizeOf(value: unknown): number | undefined {
  const size = Number(value);
  return typeof value !== 'object' && value !== undefined && Number.isFinite(size) ? size : undefined;
}
