/** heaptrail's files as one text, for programs that carry their packages in one file. The build puts it here. */
export const packed: string = '';
