/** Where runtimes and allocators put what they map. Each is a fact of their source or was measured; sizes in bytes. */

const mebi = 2 ** 20;
const gibi = 2 ** 30;

/**
 * V8 (and mimalloc) ask for random or own addresses below this, on x64 and arm64; the kernel puts everything that asks for
 * no address near the top, and executables above 0x5555….
 */
export const endOfChosenAddresses = 0x4000_0000_0000;

/** Below this are an executable that cannot be moved and its heap. */
export const startOfChosenAddresses = 4 * gibi;

/** A heap of a glibc arena: reserved in this size, at a multiple of it (HEAP_MAX_SIZE). */
export const arenaSize = 64 * mebi;

/** The cage that JavaScriptCore puts contents of typed arrays and WebAssembly memories into (Bun before 1.4). */
export const gigacageSize = 64 * gibi;

/** JavaScriptCore's structures: an aligned range of exactly this size. */
export const structureHeapSize = 4 * gibi;

/** A WebAssembly memory with 32-bit addresses is followed by room that such an address may reach: 4 to 10 GiB, less its size. */
export const leastWasmGuard = 2 * gibi;

/** The largest ranges that are mapped by themselves within V8's code range: a page with its guards. */
export const codePage = 256 * 1024;

/** Guards of stacks are one page; those of Rust and of old systems are a few. */
export const largestGuard = 64 * 1024;

/** The largest stack of a thread where the kernel does not mark stacks: the usual limit (`ulimit -s`). */
export const largestStack = 8 * mebi;

/** Variables of a file that start as zero follow it. Larger ranges that begin there are something else. */
export const largestZeroedData = 4 * mebi;
