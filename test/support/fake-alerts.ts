import type {
  AlertNature,
  AlertRaiser,
  AlertRules,
  AlertSettings,
  Clearing,
  Raising,
} from '../../src/alerts/door.ts';
import { compileTemplate } from '../../src/delivery/templates/template.ts';

/** Alerts that are there or not, by rule and key, and a list of what happened to them. */
export class FakeAlerts implements AlertRules {
  readonly defined = new Map<string, { settings: AlertSettings; nature: AlertNature }>();
  /** `raise r dev-1`, `clear r dev-1 @7` (its sequence), `remove r`. */
  readonly story: string[] = [];
  readonly raised: Raising[] = [];
  /** `r dev-1` */
  readonly unresolved = new Set<string>();

  define(ruleId: string, settings: AlertSettings, nature: AlertNature): AlertRaiser {
    this.defined.set(ruleId, { settings, nature });
    const { unresolved } = this;
    const nameOf = ({ row }: Raising | Clearing): string =>
      `${ruleId} ${compileTemplate(settings.key, 'raw').render(row)}`;
    return {
      raise: (raising) => {
        this.raised.push(raising);
        this.story.push(`raise ${nameOf(raising)}`);
        unresolved.add(nameOf(raising));
        return { kind: 'raised', alert: nameOf(raising) };
      },
      clear: (clearing) => {
        const { sequence } = clearing;
        this.story.push(`clear ${nameOf(clearing)}${sequence === undefined ? '' : ` @${sequence}`}`);
        unresolved.delete(nameOf(clearing));
      },
      unresolved: () => undefined,
      get hasUnresolved() {
        return [...unresolved].some((name) => name.startsWith(`${ruleId} `));
      },
    };
  }

  remove(ruleId: string): void {
    this.story.push(`remove ${ruleId}`);
    this.defined.delete(ruleId);
  }
}
