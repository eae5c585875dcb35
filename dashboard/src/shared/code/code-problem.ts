/** What is wrong in a text, or doubtful; positions are UTF-16 units from its beginning. */
export interface CodeProblem {
  readonly from: number;
  readonly to: number;
  readonly severity: 'error' | 'warning';
  readonly message: string;
  /** What the buttons beside the message do; the likeliest first. */
  readonly fixes?: readonly CodeFix[] | undefined;
}

export interface CodeFix {
  /** What the button says. */
  readonly label: string;
  readonly from: number;
  readonly to: number;
  readonly insert: string;
}

/** The text that was looked at, so that no other one is underlined by it. */
export interface CodeProblems {
  readonly text: string;
  readonly problems: readonly CodeProblem[];
}
