export declare function denoBinary(): Promise<string>;
