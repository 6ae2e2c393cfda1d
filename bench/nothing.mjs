// Bare node.
export {};
