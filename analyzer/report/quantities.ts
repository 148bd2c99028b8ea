/** Text reports say quantities in the same words as every other door. */
export * from '../../format/quantities.ts';
