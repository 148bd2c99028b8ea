export declare function environmentWithAddon(): { readonly HEAPTRAIL_ADDONS: string };
