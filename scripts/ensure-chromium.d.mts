export declare const chromiumFlags: readonly string[];
export declare function ensureChromium(): string;
