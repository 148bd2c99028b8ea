// A preview is a page in a frame. The editor tells it of changes, and goes on to hold the frames that were closed.
const isFixed = new URLSearchParams(location.search).has('fixed');
const subscribers = new Set();

function openPreview() {
  const frame = document.createElement('iframe');
  frame.srcdoc = '<h1 id="title">Draft</h1><p>This text is shown as its readers will see it.</p>';
  frame.addEventListener('load', () => {
    const inside = frame.contentWindow;
    const refresh = (title) => {
      inside.document.querySelector('#title').textContent = title;
    };
    subscribers.add(refresh);
    refresh('Ready');
    const close = document.createElement('button');
    close.id = 'close';
    close.textContent = 'Close';
    close.addEventListener('click', () => {
      frame.remove();
      close.remove();
      if (isFixed) subscribers.delete(refresh);
    });
    document.body.append(close);
  });
  document.body.append(frame);
}

document.querySelector('#preview').addEventListener('click', openPreview);
