/** Of a label in a picture, in its font of 11 px. */
const charWidth = 6.5;
/** A shorter cut would say nothing. */
const fewestCharacters = 8;

/** As much of a label as fits, or nothing if that would be too little; SVG does not cut texts by itself. */
export function fitting(text: string, width: number): string {
  const room = Math.floor(width / charWidth);
  const whole = [...text.slice(0, 400)];
  if (whole.length <= room) return text;
  if (room < fewestCharacters) return '';
  const characters = [...withoutFolders(text.slice(0, 400))];
  if (characters.length <= room) return characters.join('');
  return `${characters
    .slice(0, room - 1)
    .join('')
    .replace(/[\s…/]+$/, '')}…`;
}

/** `scope of /srv/app/src/agent.mjs` as `scope of …/agent.mjs`: the end of a path says most. */
function withoutFolders(text: string): string {
  return text.replace(/[^\s/]*(?:\/[^\s/]+)*\/(?=[^\s/])/g, '…/');
}
