// Which documents are the server's.

const NAMES = "{Dockerfile,dockerfile,Containerfile,containerfile}";

/**
 * By language first, which covers documents without a file; then by name, for names that this version of the editor does
 * not know. The server looks at the names itself and leaves alone what is none of its.
 */
export const DOCUMENTS: ({ language: string } | { scheme: string; pattern: string })[] = [
  { language: "dockerfile" },
  { language: "dockercompose" },
  ...[`**/${NAMES}`, `**/${NAMES}.*`, `**/*.${NAMES}`, "**/*compose*.{yaml,yml}"].map((pattern) => ({
    scheme: "file",
    pattern,
  })),
];
