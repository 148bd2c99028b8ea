/** Of a label in a picture, in its font of 11 px. */
const charWidth = 6.4;
/** Less of a longer label says nothing. */
const fewestCharacters = 8;

/** As much of a label as fits, or nothing if that would be too little; SVG does not cut texts by itself. */
export function fitting(text: string, width: number): string {
  const room = Math.floor(width / charWidth);
  const characters = [...text.slice(0, 400)];
  if (characters.length <= room) return text;
  return room < fewestCharacters ? '' : `${characters.slice(0, room - 1).join('')}…`;
}
