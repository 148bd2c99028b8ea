// a link previewer: fetches pages of ever new hosts and keeps what they set while it follows redirects
import { CookieJar } from 'tough-cookie';

const shared = new CookieJar();
function page(i) {
  const host = `shop-${i}.example.org`;
  return {
    url: `https://${host}/p/${i}`,
    setCookie: [
      `sid=${i.toString(36)}${(i * 7919).toString(36)}; Path=/; Secure; HttpOnly`,
      `locale=en-${i % 40}; Path=/p; Max-Age=31536000`,
    ],
  };
}
export async function setup() {}
export async function operation(i) {
  const jar = process.env.VARIANT === 'fixed' ? new CookieJar() : shared;
  const { url, setCookie } = page(i);
  for (const c of setCookie) await jar.setCookie(c, url, { ignoreError: true });
  const header = await jar.getCookieString(url);
  if (!header.includes('sid=')) throw new Error('cookie lost: ' + header);
}
export async function teardown() {}
