/** What an editor of rule statements completes. The names are the language's; what they mean comes from outside. */
export interface SqlWords {
  /** What FROM may name. */
  readonly sources: readonly SqlSource[];
  readonly functions: readonly SqlFunction[];
  readonly snippets: readonly SqlSnippet[];
  /** The columns of what a FROM names. @param topics as written, without quotes; none before there is a FROM */
  columnsOf(topics: readonly string[]): readonly SqlColumn[];
}

export interface SqlSource {
  readonly topic: string;
  /** In a few words. */
  readonly title: string;
  readonly description: string;
}

export interface SqlColumn {
  readonly name: string;
  readonly type: string;
  readonly description: string;
  /** What it was at last, or an example; its members are completed too. Undefined: none is known. */
  readonly value?: unknown;
}

export interface SqlFunction {
  readonly name: string;
  readonly signatures: readonly string[];
  readonly returns: string;
  readonly description: string;
  readonly examples: readonly { readonly expression: string; readonly result: string }[];
}

export interface SqlSnippet {
  readonly label: string;
  readonly detail: string;
  /** With `#{name}` where something is to be filled in, as in CodeMirror's snippets. */
  readonly template: string;
}
