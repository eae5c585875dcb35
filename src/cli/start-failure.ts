import { ListenError } from '../lib/listen-error.ts';
import { urlHost } from '../lib/url-host.ts';
import type { RuleFileError } from '../rules/files/door.ts';
import type { CommandLineTexts } from '../texts/command-line.ts';

/** Why the broker did not start: what happened, and one thing to do. */
export function startFailureText(error: unknown, { failure, language }: CommandLineTexts): string {
  if (isAboutRuleFiles(error)) {
    return [
      failure.ruleFiles(error.problems.length),
      ...error.lines(language).map((line) => `  ${line}`),
    ].join('\n');
  }
  if (error instanceof ListenError) {
    const { setting, code } = error;
    const refusal = { setting, code, address: `${urlHost(error.host)}:${error.port}` };
    // One of a list has no path of its own under which another port could be set.
    if (!setting.endsWith('.port')) return failure.listen(refusal);
    switch (code) {
      case 'EADDRINUSE':
        return failure.portInUse(refusal);
      case 'EACCES':
        return failure.portRefused(refusal);
      case 'EADDRNOTAVAIL':
      case 'ENOTFOUND':
        return failure.noSuchAddress(refusal);
      default:
        return failure.listen(refusal);
    }
  }
  const system = systemError(error);
  if (system?.path !== undefined) return failure.file(system.path, system.code ?? '');
  return failure.other(error instanceof Error ? error.message : String(error));
}

/** By its name: who knows the class loads what reads rules, which a start without such files does not. */
function isAboutRuleFiles(error: unknown): error is RuleFileError {
  return error instanceof Error && error.name === 'RuleFileError';
}

/** An error of the operating system about a file, or one that another error was made of. */
function systemError(error: unknown): NodeJS.ErrnoException | undefined {
  for (const candidate of [error, error instanceof Error ? error.cause : undefined]) {
    if (candidate instanceof Error && 'syscall' in candidate) return candidate as NodeJS.ErrnoException;
  }
  return undefined;
}
