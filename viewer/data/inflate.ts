/** Base64 of zlib-compressed bytes to the bytes themselves. Runs in a worker, or on the page if the browser gives no worker. */
export async function inflate(base64: string): Promise<ArrayBuffer> {
  const compressed = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  return inflateBytes(compressed);
}

export async function inflateBytes(compressed: Uint8Array<ArrayBuffer>): Promise<ArrayBuffer> {
  const stream = new Blob([compressed]).stream().pipeThrough(new DecompressionStream('deflate'));
  return new Response(stream).arrayBuffer();
}
