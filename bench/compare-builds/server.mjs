// A program of one kind behind HTTP. By its environment each request also leaves objects, or what its kind keeps, behind.
import http from 'node:http';
import { kinds } from './kinds.mjs';

const { PORT, KIND = 'requests', OBJECTS = '0', GROWTH = '0' } = process.env;
const objects = Number(OBJECTS);
const work = kinds[KIND](Number(GROWTH));
const kept = [];
let served = 0;

const server = http.createServer(async (request, response) => {
  served += 1;
  for (let k = 0; k < objects; k++) kept.push({ at: served + k });
  const answer = await work(request, served);
  response.setHeader('content-type', 'application/json');
  response.end(answer);
});
server.listen(Number(PORT), '127.0.0.1');
