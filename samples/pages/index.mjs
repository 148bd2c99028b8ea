// The pages, each leaky as it is and fixed with ?fixed, and what heaptrail must say of it first.
import { createReadStream, existsSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('.', import.meta.url));

export const pages = [
  {
    name: 'dialogs',
    shape: 'dialogs that were closed stay in an array, with all that their listeners close over',
    title: /^Array `opened` gains \d+ detached elements per interval/,
    place: 'dialogs.js',
    evidence: /a detached tree of \d+ elements, <section class="dialog">/,
  },
  {
    name: 'router',
    shape: 'views that were left go on to listen to the window',
    title: /^EventTarget `window` gains \d+ listeners per interval/,
    place: 'router.js:17',
    evidence: /a detached tree of \d+ elements, <table>/,
  },
  {
    name: 'frames',
    shape: 'functions in a Set keep the windows of frames that were removed',
    title: /^Set `subscribers` gains \d+ entries per interval/,
    place: 'frames.js',
    evidence: /the window of a frame that was removed/,
  },
];

const types = { '.html': 'text/html', '.js': 'text/javascript' };

/** Serves all of them: `/dialogs/`, `/dialogs/?fixed`. */
export function servePages() {
  return createServer((request, response) => {
    const { pathname } = new URL(request.url, 'http://localhost');
    const file = path.join(folder, pathname.endsWith('/') ? `${pathname}index.html` : pathname);
    if (!existsSync(file)) return response.writeHead(404).end();
    response.setHeader('content-type', types[path.extname(file)] ?? 'text/plain');
    createReadStream(file).pipe(response);
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const server = servePages().listen(Number(process.argv[2] ?? 8080), '127.0.0.1', () => {
    const { port } = server.address();
    for (const { name, shape } of pages) console.log(`http://127.0.0.1:${port}/${name}/  ${shape}`);
  });
}
