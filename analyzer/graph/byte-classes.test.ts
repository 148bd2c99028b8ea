import { describe, expect, it } from 'vitest';
import { holdsBytes } from './byte-classes.ts';

describe('classes that hold bytes', () => {
  it.each(['Buffer', 'FastBuffer', 'ArrayBuffer', 'SharedArrayBuffer', 'Uint8ClampedArray', 'BigInt64Array'])(
    'are those of the language and the runtime: %s',
    (name) => expect(holdsBytes(name)).toBe(true),
  );

  it.each(['Int8Array', 'Uint16Array', 'Float16Array', 'Float64Array', 'BigUint64Array'])(
    'are typed arrays of every width: %s',
    (name) => expect(holdsBytes(name)).toBe(true),
  );

  it.each(['Vec3Array', 'MyClampedArray', 'Page2Array', 'Array', 'RingBuffer', 'ObjectInt32Array'])(
    'are no classes of a program that are called alike: %s',
    (name) => expect(holdsBytes(name)).toBe(false),
  );
});
