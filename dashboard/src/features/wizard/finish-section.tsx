import { Checkbox, Group, Select, Stack, TextInput } from '@mantine/core';
import type { Playbook, RenderedRule } from '../../../../src/api/contract.ts';
import { CodeMenu } from '../../shared/code/code-menu.tsx';
import { durationWords } from '../../shared/format/duration-words.ts';
import { useFormats } from '../../shared/format/format.ts';
import { useLanguage, useTexts } from '../../shared/texts/texts.ts';
import type { Severity } from '../../shared/ui/severity-mark.tsx';
import { wizardTexts } from './wizard.texts.ts';
import type { WizardDraft } from './wizard-draft.ts';

interface FinishSectionProps {
  readonly draft: WizardDraft;
  readonly playbook: Playbook;
  readonly rule: RenderedRule | undefined;
  readonly onChange: (part: Partial<WizardDraft>) => void;
}

/** What it is called, how grave it is, and how it is told. */
export function FinishSection({ draft, playbook, rule, onChange }: FinishSectionProps) {
  const texts = useTexts(wizardTexts);
  const language = useLanguage();
  const formats = useFormats();
  const severity = playbook.parameters.find(({ name }) => name === 'severity')?.default as Severity;
  return (
    <Stack gap="sm">
      <Group gap="md" align="end">
        <TextInput
          label={texts.name}
          value={draft.name ?? playbook.name[language]}
          onChange={(event) => onChange({ name: event.currentTarget.value })}
          w={260}
        />
        <Select
          label={texts.severity}
          data={(['critical', 'warning', 'info'] as const).map((value) => ({
            value,
            label: texts.severities[value],
          }))}
          value={draft.severity ?? severity}
          allowDeselect={false}
          onChange={(value) => onChange({ severity: value as Severity })}
          w={140}
        />
        {rule && (
          <CodeMenu
            yaml={{ id: rule.id, name: rule.name, sql: rule.sql, alert: rule.alert }}
            call={{ method: 'POST', path: '/rules', body: rule }}
          />
        )}
      </Group>
      <Checkbox
        size="xs"
        label={texts.recovery}
        description={texts.recoveryNote}
        checked={draft.tellsEnd}
        onChange={(event) => onChange({ tellsEnd: event.currentTarget.checked })}
      />
      <Group gap="xs">
        <Checkbox
          size="xs"
          label={texts.grouping}
          checked={draft.grouping}
          onChange={(event) => onChange({ grouping: event.currentTarget.checked })}
        />
        <Select
          aria-label={texts.groupingWindow}
          data={['10s', '30s', '1m', '5m'].map((value) => ({ value, label: durationWords(value, formats) }))}
          value={draft.window}
          disabled={!draft.grouping}
          allowDeselect={false}
          onChange={(window) => window && onChange({ window })}
          w={100}
        />
      </Group>
      <Checkbox
        size="xs"
        label={texts.enableAtOnce}
        checked={draft.isEnabled}
        onChange={(event) => onChange({ isEnabled: event.currentTarget.checked })}
      />
    </Stack>
  );
}
