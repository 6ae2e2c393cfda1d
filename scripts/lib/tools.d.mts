/** Folder of the programs that a file of Python requirements names; undefined without a Python that can make an environment. */
export function pythonTools(name: string, requirements: string): string | undefined;
/** The program actionlint; undefined without Go. */
export function actionlint(): string | undefined;
