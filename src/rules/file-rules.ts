import type { Clock } from '../lib/clock.ts';
import type { Definitions } from '../store/definitions.ts';
import { type FileFinding, RuleFileError, sayOfFile } from './files/file-problem.ts';
import type { FileRule } from './files/rule-file.ts';
import type { LiveRule } from './live-rule.ts';
import type { RuleDefinition } from './rule-draft.ts';
import type { CompiledDefinition, RuleInstaller, StoredRule } from './rule-installer.ts';

/** What became of a rule because its file was changed. */
export interface FileRuleChange {
  readonly id: string;
  readonly what: 'created' | 'updated' | 'deleted';
}

interface FileRulesParts {
  /** Those at work, which are changed here. */
  readonly rules: Map<string, LiveRule>;
  readonly definitions: Pick<Definitions, 'get'>;
  readonly installer: Pick<RuleInstaller, 'compile' | 'install' | 'remove'>;
  /** @throws RuleError for an output that is not there */
  readonly presentIds: (definition: RuleDefinition) => RuleDefinition;
  readonly clock: Clock;
}

/** The rules that lie in files: at the start, and whenever a file was changed. */
export class FileRules {
  readonly #parts: FileRulesParts;

  constructor(parts: FileRulesParts) {
    this.#parts = parts;
  }

  /**
   * Puts those to work that are new or other than before, and those to rest whose file is gone. The others go on as
   * they are.
   * @throws RuleFileError for those that are stored as well, which have two owners then; RuleError BAD_REQUEST for an
   * output that cannot be. Nothing is changed then
   */
  replace(files: readonly FileRule[]): FileRuleChange[] {
    const { rules, installer } = this.#parts;
    const doubles = files.flatMap((file) => this.#doubleOf(file) ?? []);
    if (doubles.length > 0) throw new RuleFileError(doubles);
    const wanted = new Set(files.map(({ id }) => id));
    const ready = files.flatMap((file) => this.#prepare(file) ?? []);
    const changes: FileRuleChange[] = [];
    for (const rule of [...rules.values()]) {
      if (rule.file === undefined || wanted.has(rule.id)) continue;
      installer.remove(rule);
      rules.delete(rule.id);
      changes.push({ id: rule.id, what: 'deleted' });
    }
    for (const { rule, compiled } of ready) {
      changes.push({ id: rule.id, what: rules.has(rule.id) ? 'updated' : 'created' });
      this.#install(rule, compiled);
    }
    return changes;
  }

  #install(rule: StoredRule, compiled: CompiledDefinition): void {
    const { rules, installer } = this.#parts;
    rules.set(rule.id, installer.install(rule, compiled, rules.get(rule.id)));
  }

  /** It is stored, too: somebody made it in the dashboard or by the API. */
  #doubleOf({ id, refusal }: FileRule): FileFinding | undefined {
    const stored = this.#parts.definitions.get('rule', id);
    if (!stored) return undefined;
    const changedAt = new Date(stored.updatedAt).toISOString();
    return refusal((language) => sayOfFile(language, { code: 'twoOwners', kind: 'rules', id, changedAt }));
  }

  /** Undefined: it is at work as it is. */
  #prepare({ id, file, definition: draft }: FileRule) {
    const { rules, presentIds, installer, clock } = this.#parts;
    const definition = presentIds(draft);
    const present = rules.get(id);
    const isSame =
      present?.file === file && JSON.stringify(present.definition) === JSON.stringify(definition);
    if (isSame) return undefined;
    const now = clock.now();
    const createdAt = present?.file === undefined ? now : present.createdAt;
    const rule: StoredRule = { id, file, definition, createdAt, updatedAt: now };
    return { rule, compiled: installer.compile(id, definition) };
  }
}
