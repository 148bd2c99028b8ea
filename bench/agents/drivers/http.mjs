/** Asks and reads the answer to its end. @throws Error with the start of the answer if it is refused */
export async function ask(url, { method = 'GET', body, headers = {}, seconds = 60 } = {}) {
  const response = await fetch(url, {
    method,
    headers: body === undefined ? headers : { 'content-type': 'application/json', ...headers },
    body: body === undefined ? undefined : JSON.stringify(body),
    signal: AbortSignal.timeout(seconds * 1000),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${url}: ${response.status} ${text.slice(0, 300)}`);
  return text;
}

export async function askJson(url, options) {
  const text = await ask(url, options);
  return text === '' ? undefined : JSON.parse(text);
}
