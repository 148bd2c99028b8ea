export declare function onBun(bun: string): {
  readonly runtime: string;
  readonly environment: NodeJS.ProcessEnv;
};
export declare function compileSample(name: string, bun: string, folder: string): Promise<string>;
