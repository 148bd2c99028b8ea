/**
 * How many standard errors from a mean its true value lies at most, with this chance of being beyond on that side.
 * @param freedom whole; rounded down it errs to the wider side
 */
export function studentT(beyond: number, freedom: number): number {
  let [low, high] = [0, 1];
  while (chanceBeyond(high, freedom) > beyond) high *= 2;
  for (let step = 0; step < halvings; step++) {
    const middle = (low + high) / 2;
    if (chanceBeyond(middle, freedom) > beyond) low = middle;
    else high = middle;
  }
  return high;
}

/** More would change no digit of a double. */
const halvings = 60;

/** Exact for whole degrees of freedom: the finite series of Abramowitz and Stegun, 26.7.3 and 26.7.4. */
function chanceBeyond(t: number, freedom: number): number {
  const angle = Math.atan(t / Math.sqrt(freedom));
  const square = Math.cos(angle) ** 2;
  const isOdd = freedom % 2 === 1;
  let term = isOdd ? Math.cos(angle) : 1;
  let sum = freedom === 1 ? 0 : term;
  for (let k = isOdd ? 3 : 2; k <= freedom - 2; k += 2) {
    term *= (square * (k - 1)) / k;
    sum += term;
  }
  const inside = isOdd ? (2 / Math.PI) * (angle + Math.sin(angle) * sum) : Math.sin(angle) * sum;
  return (1 - inside) / 2;
}
