import { Alert, Button, Group, Switch, Text, TextInput } from '@mantine/core';
import { useCopy } from '../../shared/clipboard/clipboard.ts';
import { yamlText } from '../../shared/code/yaml-text.ts';
import { useTexts } from '../../shared/texts/texts.ts';
import { type RuleBody, ruleYaml } from '../rules/rule-changes.ts';
import { editorTexts } from './editor.texts.ts';

interface EditorHeadProps {
  readonly draft: RuleBody;
  readonly isNew: boolean;
  readonly readOnly: boolean;
  readonly onChange: (part: Partial<RuleBody>) => void;
}

/** What the rule is called, and whether it is on. */
export function EditorHead({ draft, isNew, readOnly, onChange }: EditorHeadProps) {
  const texts = useTexts(editorTexts);
  return (
    <Group gap="sm" align="flex-end">
      <TextInput
        label={texts.name}
        placeholder={texts.namePlaceholder}
        value={draft.name}
        readOnly={readOnly}
        maxLength={256}
        w={{ base: '100%', xs: 260 }}
        onChange={({ currentTarget }) => onChange({ name: currentTarget.value })}
      />
      <TextInput
        label={texts.id}
        placeholder={isNew ? texts.idHint : ''}
        value={draft.id ?? ''}
        readOnly={readOnly || !isNew}
        maxLength={256}
        w={{ base: '100%', xs: 240 }}
        onChange={({ currentTarget }) => onChange({ id: currentTarget.value })}
      />
      <TextInput
        label={texts.description}
        value={draft.description}
        readOnly={readOnly}
        flex={1}
        miw={180}
        onChange={({ currentTarget }) => onChange({ description: currentTarget.value })}
      />
      <Switch
        label={texts.enabled}
        checked={draft.enable}
        disabled={readOnly}
        mb={6}
        onChange={({ currentTarget }) => onChange({ enable: currentTarget.checked })}
      />
    </Group>
  );
}

/** It lies in a file, which alone can change it. */
export function FileNote({ rule, file }: { rule: RuleBody; file: string }) {
  const texts = useTexts(editorTexts);
  const clipboard = useCopy();
  return (
    <Alert color="gray" variant="light" p="xs">
      <Group justify="space-between" gap="xs">
        <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
          {texts.fileOwned(file)}
        </Text>
        <Button variant="default" size="compact-sm" onClick={() => clipboard.copy(yamlText(ruleYaml(rule)))}>
          {clipboard.copied ? texts.copied : texts.copyYaml}
        </Button>
      </Group>
    </Alert>
  );
}
