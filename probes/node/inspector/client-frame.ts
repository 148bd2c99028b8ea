/**
 * WebSocket frames of a client as they go over the wire (RFC 6455, section 5.2): masked with zeros, which is allowed and
 * leaves the text as it is.
 */

/** @param text of less than 64 KiB */
export function textFrame(text: string): Buffer {
  const payload = Buffer.from(text);
  const short = payload.length < 126;
  const head = Buffer.alloc(short ? 6 : 8);
  head[0] = 0x81;
  head[1] = 0x80 | (short ? payload.length : 126);
  if (!short) head.writeUInt16BE(payload.length, 2);
  return Buffer.concat([head, payload]);
}

export const closeReply = Buffer.from([0x88, 0x80, 0, 0, 0, 0]);

/** Whether what a server sent ends with a close frame without a reason. Text in JSON never has these bytes. */
export function endsWithClose(data: Buffer): boolean {
  return data.at(-2) === 0x88 && data.at(-1) === 0;
}
