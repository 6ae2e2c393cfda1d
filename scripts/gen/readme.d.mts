export declare const SHOWN: readonly string[];
export declare function withOutput(readme: string, printed: string): string;
