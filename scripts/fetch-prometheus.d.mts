export function prometheus(): string;
export function promtool(): string;
export function alertmanager(): string;
