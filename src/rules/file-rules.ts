import type { Clock } from '../lib/clock.ts';
import type { Logger } from '../lib/logger.ts';
import type { Definitions } from '../store/definitions.ts';
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
  readonly installer: Pick<RuleInstaller, 'compile' | 'revive' | 'install' | 'remove'>;
  /** @throws RuleError for an output that is not there */
  readonly presentIds: (definition: RuleDefinition) => RuleDefinition;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** The rules that lie in files: at the start, and whenever a file was changed. */
export class FileRules {
  readonly #parts: FileRulesParts;

  constructor(parts: FileRulesParts) {
    this.#parts = parts;
  }

  /**
   * Puts those to work that are new or other than before, and those to rest whose file is gone; a stored rule of the
   * same id takes its place. The others go on as they are.
   * @throws RuleError BAD_REQUEST for an output that is not there; nothing is changed then
   */
  replace(files: readonly FileRule[]): FileRuleChange[] {
    const { rules, installer, definitions } = this.#parts;
    const wanted = new Set(files.map(({ id }) => id));
    const ready = files.flatMap((file) => this.#prepare(file) ?? []);
    const changes: FileRuleChange[] = [];
    for (const rule of [...rules.values()]) {
      if (rule.file === undefined || wanted.has(rule.id)) continue;
      installer.remove(rule);
      rules.delete(rule.id);
      const stored = definitions.get<RuleDefinition>('rule', rule.id);
      if (stored) {
        const { id, body: definition, createdAt, updatedAt } = stored;
        this.#install({ id, definition, createdAt, updatedAt }, installer.revive(id, definition));
      }
      changes.push({ id: rule.id, what: stored ? 'updated' : 'deleted' });
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

  /** Undefined: it is at work as it is. */
  #prepare({ id, file, definition: draft }: FileRule) {
    const { rules, presentIds, installer, clock, logger, definitions } = this.#parts;
    const definition = presentIds(draft);
    const present = rules.get(id);
    const isSame =
      present?.file === file && JSON.stringify(present.definition) === JSON.stringify(definition);
    if (isSame) return undefined;
    if (present?.file === undefined && definitions.get('rule', id)) {
      logger.warn(
        { rule: id, file },
        'a rule lies in a file and in the database; the one in the file is used',
      );
    }
    const now = clock.now();
    const createdAt = present?.file === undefined ? now : present.createdAt;
    const rule: StoredRule = { id, file, definition, createdAt, updatedAt: now };
    return { rule, compiled: installer.compile(id, definition) };
  }
}
