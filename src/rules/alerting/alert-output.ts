import type { AlertRaiser, AlertSettings } from '../../alerts/door.ts';
import { compileTemplate } from '../../delivery/templates/template.ts';
import { RowTemplate } from '../row-template.ts';
import type { Output } from '../rule-outputs.ts';
import { subjectOf } from './event-subject.ts';
import type { RuleAlert } from './rule-alert.ts';

/**
 * The output that raises the alert of a rule; none when it has no alert.
 * @param raiser undefined of a rule that is only looked at
 */
export function alertOutputs(alert: RuleAlert | undefined, raiser: AlertRaiser | undefined): Output[] {
  return alert ? [alertOutput(alert.settings, raiser)] : [];
}

function alertOutput(settings: AlertSettings, raiser: AlertRaiser | undefined): Output {
  return {
    run({ row, source }) {
      const at = source.column('timestamp');
      const event = source.column('event');
      const result = raiser?.raise({
        row: new RowTemplate(row),
        event: typeof event === 'string' ? event : '',
        at: typeof at === 'number' ? at : 0,
        subject: subjectOf(source),
      });
      if (result?.kind === 'refused') throw new Error(`the alert is not raised: ${result.reason}`);
      return 'success';
    },
    preview: (_, row) => {
      const shown = (text: string): string => compileTemplate(text, 'raw').render(row);
      const { title, key, severity, notify } = settings;
      return {
        kind: 'alert',
        content: {
          key: shown(key),
          title: typeof title === 'string' ? shown(title) : { en: shown(title.en), zh: shown(title.zh) },
          severity,
          for: settings.for,
          notify,
        },
      };
    },
  };
}
