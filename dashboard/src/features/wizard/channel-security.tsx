import { Group, PasswordInput, Radio, Stack, Text, TextInput } from '@mantine/core';
import { useTexts } from '../../shared/texts/texts.ts';
import type { ChannelSectionProps } from './where-section.tsx';
import { wizardTexts } from './wizard.texts.ts';
import type { Security, Target } from './wizard-draft.ts';

/** Only these two have settings that a message has to satisfy. */
const WITH_SECURITY = new Set(['dingtalk', 'feishu']);

/** What the bot asks of a message: nothing, a word, a signature, or where it comes from. */
export function ChannelSecurity({
  draft,
  secrets,
  onChange,
  onSecrets,
  target,
}: ChannelSectionProps & { target: Extract<Target, { kind: 'new' }> }) {
  const texts = useTexts(wizardTexts);
  if (!WITH_SECURITY.has(target.type)) return null;
  const choose = (security: string) => {
    onChange({
      target: { ...target, security: security as Security },
      ...(security === 'keyword' && draft.keyword === '' && { keyword: '告警' }),
    });
  };
  return (
    <Stack gap="xs">
      <Radio.Group value={target.security} onChange={choose} label={texts.security}>
        <Group gap="md" mt={4}>
          {(['none', 'keyword', 'signature', 'ip'] as const).map((value) => (
            <Radio key={value} size="xs" value={value} label={texts.securities[value]} />
          ))}
        </Group>
      </Radio.Group>
      {target.security === 'keyword' && (
        <TextInput
          label={texts.keyword}
          description={texts.keywordHint}
          value={draft.keyword}
          onChange={(event) => onChange({ keyword: event.currentTarget.value })}
          maw={280}
          data-wizard-field="keyword"
        />
      )}
      {target.security === 'signature' && (
        <PasswordInput
          size="xs"
          label={texts.signature}
          description={target.type === 'dingtalk' ? texts.signatureHint : undefined}
          value={secrets.secret}
          onChange={(event) => onSecrets({ secret: event.currentTarget.value })}
          autoComplete="off"
          maw={400}
          data-wizard-field="secret"
        />
      )}
      {target.security === 'ip' && (
        <Text size="sm" c="dimmed">
          {texts.ipHint}
        </Text>
      )}
    </Stack>
  );
}
