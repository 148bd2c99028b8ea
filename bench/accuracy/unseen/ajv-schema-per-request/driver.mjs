import { Ajv } from 'ajv';

const ajv = new Ajv({ allErrors: true });
const orderSchema = () => ({
  type: 'object',
  required: ['id', 'lines'],
  properties: {
    id: { type: 'integer', minimum: 0 },
    note: { type: 'string', maxLength: 200 },
    lines: {
      type: 'array',
      items: {
        type: 'object',
        required: ['sku'],
        properties: { sku: { type: 'string' }, qty: { type: 'integer' } },
      },
    },
  },
});
const compiled = ajv.compile(orderSchema());

export async function setup() {}
export async function operation(i) {
  const body = JSON.parse(`{"id":${i},"note":"order ${i}","lines":[{"sku":"sku-${i}","qty":${i % 9}}]}`);
  const ok = process.env.VARIANT === 'fixed' ? compiled(body) : ajv.validate(orderSchema(), body);
  if (!ok) throw new Error(ajv.errorsText());
}
export async function teardown() {}
