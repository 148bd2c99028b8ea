// Orders are filled in in a dialog. Those that were closed are kept, with all that their listeners close over.
const isFixed = new URLSearchParams(location.search).has('fixed');
const opened = [];
let orders = 0;

function openDialog() {
  const order = { number: orders++, lines: Array.from({ length: 100 }, (_, line) => `item ${line}`) };
  const dialog = document.createElement('section');
  dialog.className = 'dialog';
  for (let row = 0; row < 10; row++) {
    const input = dialog.appendChild(document.createElement('input'));
    input.addEventListener('input', () => {
      order.lines[row] = input.value;
    });
  }
  const close = dialog.appendChild(document.createElement('button'));
  close.id = 'close';
  close.textContent = 'Close';
  close.addEventListener('click', () => closeDialog(dialog));
  document.body.append(dialog);
  opened.push(dialog);
}

function closeDialog(dialog) {
  dialog.remove();
  if (isFixed) opened.splice(opened.indexOf(dialog), 1);
}

document.querySelector('#open').addEventListener('click', openDialog);
