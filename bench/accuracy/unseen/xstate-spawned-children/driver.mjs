import { assign, createActor, setup as machineSetup, sendParent, spawnChild, stopChild } from 'xstate';

const upload = machineSetup({}).createMachine({
  id: 'upload',
  context: ({ input }) => ({ file: input.file, chunks: 0 }),
  initial: 'sending',
  states: {
    sending: {
      on: {
        CHUNK: { actions: assign({ chunks: ({ context }) => context.chunks + 1 }) },
        END: { target: 'stored' },
      },
    },
    stored: { entry: sendParent(({ context }) => ({ type: 'STORED', name: context.file.name })) },
  },
});
const desk = machineSetup({ actors: { upload } }).createMachine({
  id: 'desk',
  context: { stored: 0 },
  on: {
    UPLOAD: {
      actions: spawnChild('upload', {
        id: ({ event }) => event.file.name,
        input: ({ event }) => ({ file: event.file }),
      }),
    },
    STORED: {
      actions: [
        assign({ stored: ({ context }) => context.stored + 1 }),
        ...(process.env.VARIANT === 'fixed' ? [stopChild(({ event }) => event.name)] : []),
      ],
    },
  },
});

let parent;
export async function setup() {
  parent = createActor(desk).start();
}
export async function operation(i) {
  const name = `scan-${i}.pdf`;
  parent.send({ type: 'UPLOAD', file: { name, size: 1000 + i, owner: 'user ' + i } });
  const child = parent.getSnapshot().children[name];
  child.send({ type: 'CHUNK' });
  child.send({ type: 'END' });
  await null;
  if (child.getSnapshot().value !== 'stored') throw new Error('not stored');
}
export async function teardown() {
  parent.stop();
}
