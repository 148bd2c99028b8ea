// terminal agent UI: <Static> transcript; every turn appends one line

import { EventEmitter } from 'node:events';
import { Writable } from 'node:stream';
import { render, Static, Text } from 'ink';
import React from 'react';

let inst, setItems, instances, out;
class Out extends Writable {
  columns = 80;
  rows = 24;
  isTTY = false;
  _write(_c, _e, cb) {
    cb();
  }
}
function App() {
  const [it, set] = React.useState([]);
  setItems = set;
  return React.createElement(
    React.Fragment,
    null,
    React.createElement(Static, { items: it }, (x) => React.createElement(Text, { key: x.id }, x.text)),
    React.createElement(Text, null, 'prompt>'),
  );
}
export async function setup() {
  if (process.env.VARIANT === 'fixed')
    instances = (await import(new URL('./node_modules/ink/build/instances.js', import.meta.url))).default;
  const stdin = new EventEmitter();
  out = new Out();
  inst = render(React.createElement(App), {
    stdout: out,
    stderr: new Out(),
    stdin,
    patchConsole: false,
    exitOnCtrlC: false,
    maxFps: 1000,
  });
  await new Promise((r) => setTimeout(r, 50));
}
export async function operation(i) {
  setItems((prev) => {
    const a = prev.length >= 50 ? [] : prev;
    return [
      ...a, // UI state itself is bounded
      { id: i, text: 'assistant: same answer ' + 'x'.repeat(1500) },
    ];
  });
  await new Promise((r) => setTimeout(r, 3));
  if (instances) instances.get(out).fullStaticOutput = ''; // fixed variant: drop the replay buffer
}
export async function teardown() {
  inst.unmount();
}
