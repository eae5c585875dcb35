import type { Command } from 'commander';

/**
 * Whatever a shell asks goes to `tocsin completion --words`, so that the answers are those of this program. Devices choose
 * their names themselves: no shell may read one as anything but a word. So bash gets them quoted, and not by `compgen -W`,
 * which expands what it is given. Files are offered where nothing else fits.
 */
const SCRIPTS: Readonly<Record<string, string>> = {
  bash: `_tocsin() {
  local line="\${COMP_LINE:0:COMP_POINT}" current='' candidate words
  read -ra words <<< "$line"
  if [[ $line != *[[:space:]] ]]; then
    current="\${words[\${#words[@]}-1]}"
    words=("\${words[@]:0:\${#words[@]}-1}")
  fi
  COMPREPLY=()
  while IFS= read -r candidate; do
    [[ $candidate == "$current"* ]] || continue
    candidate="$(printf %q "$candidate")"
    # Bash completes what stands behind the last colon.
    [[ $current == *:* && $COMP_WORDBREAKS == *:* ]] && candidate="\${candidate#"\${current%:*}:"}"
    COMPREPLY+=("$candidate")
  done < <(tocsin completion --words "\${words[@]:1}" 2>/dev/null)
}
complete -o default -F _tocsin tocsin
`,
  zsh: `#compdef tocsin
_tocsin() {
  local -a candidates
  candidates=(\${(f)"$(tocsin completion --words "\${(@Q)words[2,CURRENT-1]}" 2>/dev/null)"})
  compadd -a candidates || _files
}
compdef _tocsin tocsin
`,
  fish: `function __tocsin
  set -l words (commandline -opc)
  set -l current (commandline -ct)
  set -l candidates (tocsin completion --words $words[2..-1] 2>/dev/null)
  if string match -rq -- '^'(string escape --style=regex -- "$current") $candidates
    printf '%s\\n' $candidates
  else
    __fish_complete_path "$current"
  end
end
complete -c tocsin -f -a '(__tocsin)'
`,
  pwsh: `Register-ArgumentCompleter -Native -CommandName tocsin -ScriptBlock {
  param($word, $ast, $cursor)
  $words = @($ast.CommandElements | Select-Object -Skip 1 | ForEach-Object { "$_" })
  if ($word -ne '') { $words = @($words | Select-Object -SkipLast 1) }
  tocsin completion --words @words 2>$null | Where-Object { $_.StartsWith("$word") } | ForEach-Object {
    $text = if ($_ -match '[^\\w.:/@#-]') { "'" + $_.Replace("'", "''") + "'" } else { $_ }
    [System.Management.Automation.CompletionResult]::new($text, $_, 'ParameterValue', $_)
  }
}
`,
};

export const SHELLS = Object.keys(SCRIPTS);

/** @returns undefined for a shell that is not known */
export function completionScript(shell: string): string | undefined {
  return Object.hasOwn(SCRIPTS, shell) ? SCRIPTS[shell] : undefined;
}

/** Nouns whose things are listed by \`ls -o name\`, and are what their other verbs are about. */
const LISTED =
  'alerts rules clients channels connectors deliveries silences listeners users token trace ctx retained sim';

export interface Candidates {
  /** Commands and options that may come next. */
  readonly words: readonly string[];
  /** A noun whose things may come next too. */
  readonly things: string | undefined;
}

/** @param typed the words before the one that is being written */
export function candidatesAfter(program: Command, typed: readonly string[]): Candidates {
  let command = program;
  const rest: string[] = [];
  for (const word of typed) {
    const next = rest.length === 0 && command.commands.find((candidate) => candidate.name() === word);
    if (next) command = next;
    else rest.push(word);
  }
  const before = rest.at(-1) ?? '';
  const option = [...command.options, ...program.options].find(
    ({ long, short }) => before.startsWith('-') && (before === long || before === short),
  );
  if (option?.required) return { words: VALUES[option.long ?? ''] ?? [], things: undefined };
  const options = [...command.options, ...(command === program ? [] : program.options)].flatMap(
    ({ long, hidden }) => (long && !hidden ? [long] : []),
  );
  const verbs = command.commands.map((one) => one.name());
  const noun = command.parent?.name() ?? '';
  const [argument] = command.registeredArguments;
  const wants = argument && (argument.variadic || rest.every((word) => word.startsWith('-')));
  const isThing = wants && command.name() !== 'ls' && /^(id|name|topic)$/.test(argument.name());
  const words = command.name() === 'completion' ? [...SHELLS, ...verbs] : verbs;
  return {
    words: [...words, ...options, '--help'],
    things: isThing && !isNew(noun, command.name()) && LISTED.split(' ').includes(noun) ? noun : undefined,
  };
}

/** The argument is a name that is not there yet. */
function isNew(noun: string, verb: string): boolean {
  return verb === 'add' || verb === 'create' || (verb === 'start' && noun !== 'listeners');
}

const VALUES: Readonly<Record<string, readonly string[]>> = {
  '--output': ['table', 'wide', 'tsv', 'json', 'yaml', 'name'],
  '--language': ['en', 'zh'],
  '--severity': ['critical', 'warning', 'info'],
  '--qos': ['0', '1', '2'],
  '--mqtt-version': ['5', '3.1.1', '3.1'],
  '--role': ['viewer', 'operator', 'editor', 'administrator', 'publisher'],
};
