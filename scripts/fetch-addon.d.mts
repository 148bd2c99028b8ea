export declare function withAddon(): {
  readonly directory: string;
  readonly environment: { readonly HEAPTRAIL_ADDONS: string };
};
