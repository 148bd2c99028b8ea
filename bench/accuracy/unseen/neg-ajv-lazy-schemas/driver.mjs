import Ajv from 'ajv';

const KINDS = 150;
const ajv = new Ajv({ allErrors: true });

function schemaFor(n) {
  const properties = { kind: { const: n }, id: { type: 'string', minLength: 3 } };
  for (let k = 0; k < 4 + (n % 5); k++)
    properties[`field${n}_${k}`] =
      k % 2 ? { type: 'integer', minimum: 0 } : { type: 'string', maxLength: 40 };
  return {
    $id: 'kind-' + n,
    type: 'object',
    properties,
    required: Object.keys(properties),
    additionalProperties: false,
  };
}
function messageFor(n, i) {
  const m = { kind: n, id: 'msg-' + i };
  for (let k = 0; k < 4 + (n % 5); k++) m[`field${n}_${k}`] = k % 2 ? i : 'text ' + i;
  return m;
}

export async function setup() {}
export async function operation(i) {
  for (let k = 0; k < 3; k++) {
    const n = (i * 2 + k * 7) % KINDS;
    let validate = ajv.getSchema('kind-' + n);
    if (!validate) validate = ajv.compile(schemaFor(n));
    if (!validate(messageFor(n, i))) throw new Error(ajv.errorsText(validate.errors));
    await null;
  }
}
export async function teardown() {}
