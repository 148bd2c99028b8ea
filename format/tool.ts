/** Written into every recording and report; a test keeps the version equal to the package's. */
export const tool = { name: 'heaptrail', version: '0.1.0' } as const;
