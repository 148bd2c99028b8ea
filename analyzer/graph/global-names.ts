/**
 * Whether an object of this raw name is a global one. V8 writes what its host calls the realm behind a slash:
 * `global / `, `Window / https://a.example`, and `Object / ` until Node 8; JavaScriptCore has one `global`.
 */
export function isGlobalName(raw: string): boolean {
  return /^(global\b|[\w$]+ \/ )/.test(raw) && !raw.startsWith('system / ');
}
