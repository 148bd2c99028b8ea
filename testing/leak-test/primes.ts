/** The smallest prime that is not below `from`: a count that it divides is hardly there by chance. */
export function primeFrom(from: number): number {
  let candidate = Math.max(2, Math.ceil(from));
  while (!isPrime(candidate)) candidate++;
  return candidate;
}

function isPrime(number: number): boolean {
  for (let divisor = 2; divisor * divisor <= number; divisor++) if (number % divisor === 0) return false;
  return true;
}
