/** Rules and their tests in files; apart from the other door, since YAML is only loaded where there are files. */

export {
  type FileFinding,
  type FileText,
  type Language,
  placeOf,
  problemLines,
  RuleFileError,
  sayOfFile,
} from './file-problem.ts';
export { type CaseResult, runCase, type TestedRule } from './rule-case.ts';
export { type FileRule, readRuleFiles, readStatement, rulesIn, type TextFile } from './rule-file.ts';
export { type RuleCase, type RuleTestFile, readRuleTestFile } from './rule-test-file.ts';
export { runStory, type StoryRule } from './run-story.ts';
export type { RuleStory } from './story-file.ts';
export { YamlFile } from './yaml-file.ts';
