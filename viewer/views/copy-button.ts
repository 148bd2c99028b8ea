import { h } from './element.ts';

const shownFor = 2_000;

/** Puts a text on the clipboard and says whether it is there. */
export function copyButton(text: string, words = 'copy'): HTMLElement {
  const said = h('span', { role: 'status', class: 'quiet' });
  const say = (words: string) => {
    said.textContent = words;
    setTimeout(() => said.replaceChildren(), shownFor);
  };
  const copy = () => {
    const { clipboard } = navigator;
    if (clipboard === undefined)
      say('this browser does not let local files use the clipboard: select the text above');
    else
      clipboard.writeText(text).then(
        () => say('copied'),
        () => say('the browser did not allow it: select the text above'),
      );
  };
  return h('p', { class: 'copy' }, h('button', { type: 'button', click: copy }, words), said);
}
