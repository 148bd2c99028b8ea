export interface RunningSample {
  readonly pid: number;
  stop(): Promise<number | string>;
}

export declare function startSample(
  name: string,
  options?: {
    readonly fixed?: boolean;
    readonly lifetime?: number;
    readonly runtime?: string;
    readonly program?: string;
    readonly environment?: NodeJS.ProcessEnv;
    readonly directory?: string;
  },
): Promise<RunningSample>;
export declare function agentOf(name: string): string;
