export declare function workerdBinary(): Promise<string>;
