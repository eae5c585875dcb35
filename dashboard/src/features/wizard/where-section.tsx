import { Radio, Stack, Text } from '@mantine/core';
import { useLanguage, useTexts } from '../../shared/texts/texts.ts';
import { CHANNEL_KINDS, useKindName } from '../../shared/ui/channel-kinds.ts';
import { KindMark } from '../../shared/ui/kind-mark.tsx';
import { freeChannelName } from './channel-name.ts';
import styles from './choice-cards.module.css';
import { NewChannel } from './new-channel.tsx';
import { TestMessage } from './test-message.tsx';
import { wizardTexts } from './wizard.texts.ts';
import { PREVIEW, useChannels } from './wizard-api.ts';
import type { Target, WizardDraft, WizardSecrets } from './wizard-draft.ts';

export interface ChannelSectionProps {
  readonly draft: WizardDraft;
  readonly secrets: WizardSecrets;
  readonly onChange: (part: Partial<WizardDraft>) => void;
  readonly onSecrets: (part: Partial<WizardSecrets>) => void;
}

/** Who is told: a channel that is there, the preview inbox, or one that is made here and tested. */
export function WhereSection(props: ChannelSectionProps) {
  const { draft, onChange } = props;
  const { target } = draft;
  const texts = useTexts(wizardTexts);
  const language = useLanguage();
  const nameOf = useKindName();
  const { data: channels = [] } = useChannels();
  const known = channels.filter(({ type, name }) => `${type}:${name}` !== PREVIEW);
  const choose = (value: string) => {
    const [kind, rest = ''] = [value.slice(0, value.indexOf('|')), value.slice(value.indexOf('|') + 1)];
    onChange({
      target:
        kind === 'existing'
          ? { kind: 'existing', id: rest }
          : { kind: 'new', type: rest, name: freeChannelName(rest, channels), security: 'none' },
    });
  };
  return (
    <Stack gap="md">
      <Radio.Group value={choiceOf(target)} onChange={choose} aria-label={texts.sections.where}>
        <Stack gap="sm">
          {known.length > 0 && (
            <>
              <Text size="xs" c="dimmed">
                {texts.existing}
              </Text>
              <div className={styles.kinds}>
                {known.map(({ type, name }) => (
                  <Radio.Card
                    key={`${type}:${name}`}
                    value={`existing|${type}:${name}`}
                    className={styles.card ?? ''}
                    aria-label={`${nameOf(type)} ${name}`}
                  >
                    <span className={styles.line}>
                      <KindMark kind={type} />
                      <Text span truncate>
                        {name}
                      </Text>
                    </span>
                  </Radio.Card>
                ))}
              </div>
              <Text size="xs" c="dimmed">
                {texts.newChannel}
              </Text>
            </>
          )}
          <div className={styles.kinds}>
            {CHANNEL_KINDS[language].map((kind) => (
              <Radio.Card
                key={kind}
                value={kind === 'preview' ? `existing|${PREVIEW}` : `new|${kind}`}
                className={styles.card ?? ''}
                aria-label={kind === 'preview' ? texts.previewFirst : nameOf(kind)}
              >
                <span className={styles.line}>
                  <KindMark kind={kind} />
                  <Text span truncate>
                    {kind === 'preview' ? texts.previewFirst : nameOf(kind)}
                  </Text>
                </span>
              </Radio.Card>
            ))}
          </div>
        </Stack>
      </Radio.Group>
      {target?.kind === 'new' && <NewChannel {...props} target={target} />}
      {target?.kind === 'existing' && target.id === PREVIEW && (
        <Text size="sm" c="dimmed">
          {texts.previewHint}
        </Text>
      )}
      {target && <TestMessage {...props} />}
    </Stack>
  );
}

function choiceOf(target: Target): string {
  if (target === undefined) return '';
  return target.kind === 'existing' ? `existing|${target.id}` : `new|${target.type}`;
}
