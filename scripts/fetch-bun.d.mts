export declare const testedVersions: readonly string[];
export declare function bunBinary(version?: string): Promise<string>;
