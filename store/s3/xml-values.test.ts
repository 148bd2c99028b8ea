import { expect, it } from 'vitest';
import { xmlValue, xmlValues } from './xml-values.ts';

it('reads the contents of elements, with those inside them', () => {
  const text =
    '<List><Part><Size>1</Size><ETag>&quot;a&#34;&amp;lt;</ETag></Part><Part><Size>2</Size></Part></List>';
  expect(xmlValues(text, 'Size')).toEqual(['1', '2']);
  const [first, second] = xmlValues(text, 'Part');
  expect(xmlValue(first!, 'ETag')).toBe('"a"&lt;');
  expect(xmlValue(second!, 'ETag')).toBeUndefined();
});
