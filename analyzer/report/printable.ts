export { printable } from '../../format/printable.ts';
