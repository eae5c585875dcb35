import { type FileFinding, type Language, problemLines } from '../../rules/files/door.ts';
import { ruleFileMessages } from '../../texts/rule-files.ts';
import type { RunReport } from './run-report.ts';

/** The report as people read it, line by line. */
export function reportLines({ suites, problems, warnings }: RunReport, language: Language): string[] {
  const texts = ruleFileMessages[language];
  const lines: string[] = [];
  for (const { name, file, cases } of suites) {
    for (const { ruleCase, result, took } of cases) {
      const title = `${name} › ${ruleCase.name}  ${texts.milliseconds({ time: String(Math.round(took)) })}`;
      if (result.passed) lines.push(` ✓ ${title}`);
      else {
        lines.push(
          ` ✗ ${title}  ${file}:${ruleCase.line}`,
          ...result.say(language).map((line) => `     ${line}`),
        );
      }
    }
  }
  for (const warning of warnings) lines.push(...headed(' !', texts.warning, warning, language));
  for (const problem of problems) lines.push(...headed(' ✗', texts.error, problem, language));
  const all = suites.flatMap(({ cases }) => cases);
  const passed = all.filter(({ result }) => result.passed).length;
  const counts = {
    passed,
    failed: all.length - passed,
    problems: problems.length,
    warnings: warnings.length,
  };
  return [...lines, '', ` ${texts.summary(counts)}`];
}

function headed(mark: string, word: string, finding: FileFinding, language: Language): string[] {
  const [first, ...picture] = problemLines(finding, language);
  return [`${mark} ${word} ${first}`, ...picture.map((line) => `     ${line}`)];
}
