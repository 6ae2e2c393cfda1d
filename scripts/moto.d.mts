/** Folder of the environment's programs; undefined without a Python that can make one. */
export function environment(): string | undefined;
/** Starts moto; `stop` ends it. */
export function serve(bin: string): Promise<{ url: string; stop: () => Promise<void> }>;
