import { Anchor, Group, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { useEffect, useId, useRef, useState } from 'react';
import type { RecognizedAddress } from '../../../../src/api/contract.ts';
import { useLanguage, useTexts } from '../../shared/texts/texts.ts';
import { useKindName } from '../../shared/ui/channel-kinds.ts';
import { channelNameFault, isProposedName } from './channel-name.ts';
import { ChannelSecurity } from './channel-security.tsx';
import { keyLooksRight } from './key-shape.ts';
import { hasSteps, VendorSteps } from './vendor-steps.tsx';
import type { ChannelSectionProps } from './where-section.tsx';
import { wizardTexts } from './wizard.texts.ts';
import { recognize, useChannels } from './wizard-api.ts';
import type { Target } from './wizard-draft.ts';

type NewTarget = Extract<Target, { kind: 'new' }>;

/** The settings of a channel that is made here: for most of them one field. */
export function NewChannel(props: ChannelSectionProps & { target: NewTarget }) {
  const { draft, secrets, onChange, onSecrets, target } = props;
  const texts = useTexts(wizardTexts);
  const set = (name: string, value: string) => onChange({ settings: { ...draft.settings, [name]: value } });
  if (target.type === 'email') {
    return (
      <Stack gap="xs" maw={480}>
        <TextInput
          label={texts.email.server}
          placeholder="smtp.example.com:587"
          value={draft.settings.server ?? ''}
          onChange={(event) => set('server', event.currentTarget.value)}
          required
        />
        <Group gap="xs" grow>
          <TextInput
            label={texts.email.username}
            autoComplete="off"
            value={draft.settings.username ?? ''}
            onChange={(event) => set('username', event.currentTarget.value)}
          />
          <PasswordInput
            size="xs"
            label={texts.email.password}
            autoComplete="new-password"
            value={secrets.password}
            onChange={(event) => onSecrets({ password: event.currentTarget.value })}
          />
        </Group>
        <TextInput
          label={texts.email.from}
          placeholder="tocsin@example.com"
          value={draft.settings.from ?? ''}
          onChange={(event) => set('from', event.currentTarget.value)}
          required
        />
        <TextInput
          label={texts.email.to}
          placeholder="ops@example.com, li@example.com"
          value={draft.settings.to ?? ''}
          onChange={(event) => set('to', event.currentTarget.value)}
          required
        />
        <ChannelName target={target} onChange={onChange} />
      </Stack>
    );
  }
  if (target.type === 'pagerduty') {
    return (
      <Stack gap="xs" maw={480}>
        <PasswordInput
          size="xs"
          label={texts.pagerdutyKey}
          autoComplete="off"
          value={secrets.secret}
          onChange={(event) => onSecrets({ secret: event.currentTarget.value })}
          required
        />
        <ChannelName target={target} onChange={onChange} />
      </Stack>
    );
  }
  return <PastedChannel {...props} />;
}

/** An address is pasted, and says itself whose it is. */
function PastedChannel(props: ChannelSectionProps & { target: NewTarget }) {
  const { secrets, onChange, onSecrets, target } = props;
  const texts = useTexts(wizardTexts);
  const language = useLanguage();
  const nameOf = useKindName();
  const note = useId();
  const [showsSteps, setSteps] = useState(false);
  const { answer, switchedTo } = useRecognition(props);
  const problem = answer?.problem && (language === 'zh' ? answer.problem.message_zh : answer.problem.message);
  return (
    <Stack gap="xs" maw={560}>
      <TextInput
        label={texts.paste(nameOf(target.type))}
        description={
          hasSteps(target.type) ? (
            <Anchor
              component="button"
              type="button"
              size="xs"
              aria-expanded={showsSteps}
              onClick={() => setSteps(!showsSteps)}
            >
              {texts.howToGet}
            </Anchor>
          ) : undefined
        }
        placeholder="https://"
        value={secrets.url}
        onChange={(event) => onSecrets({ url: event.currentTarget.value })}
        error={problem}
        autoComplete="off"
        spellCheck={false}
        aria-describedby={note}
        data-wizard-field="url"
      />
      <div id={note} role="status" aria-live="polite">
        {switchedTo && <Text size="sm">{texts.switched(nameOf(switchedTo))}</Text>}
        {answer && !problem && !switchedTo && answer.type === target.type && (
          <Text size="sm" c="var(--tocsin-resolved)">
            ✓ {texts.recognized(nameOf(answer.type))}
          </Text>
        )}
        {answer && !problem && !keyLooksRight(secrets.url) && (
          <Text size="sm" c="var(--tocsin-warning)">
            {texts.keyShape}
          </Text>
        )}
        {answer?.existing[0] && (
          <Text size="sm">
            {texts.alreadyThere(answer.existing[0])}{' '}
            <Anchor
              component="button"
              type="button"
              inherit
              onClick={() => onChange({ target: { kind: 'existing', id: answer.existing[0] ?? '' } })}
            >
              {texts.useThat}
            </Anchor>
          </Text>
        )}
      </div>
      {showsSteps && <VendorSteps kind={target.type} />}
      <ChannelSecurity {...props} />
      <ChannelName target={target} onChange={onChange} />
    </Stack>
  );
}

function ChannelName({ target, onChange }: { target: NewTarget; onChange: ChannelSectionProps['onChange'] }) {
  const texts = useTexts(wizardTexts);
  const { data: channels = [] } = useChannels();
  const fault = channelNameFault(target, channels);
  return (
    <TextInput
      label={texts.channelName}
      value={target.name}
      error={fault && (fault === 'taken' ? texts.channelNameTaken : texts.channelNameForm)}
      onChange={(event) => onChange({ target: { ...target, name: event.currentTarget.value } })}
      maw={240}
      spellCheck={false}
    />
  );
}

/** Asks whose address it is, once it stands still; another vendor's switches the choice, and says so. */
function useRecognition({ secrets: { url }, target, onChange }: ChannelSectionProps & { target: NewTarget }) {
  const [answer, setAnswer] = useState<RecognizedAddress>();
  const [switchedTo, setSwitched] = useState<string>();
  const latest = useRef({ target, onChange });
  latest.current = { target, onChange };
  useEffect(() => {
    setAnswer(undefined);
    if (url.trim() === '') return;
    let isCurrent = true;
    const timer = setTimeout(() => {
      recognize(url)
        .then((found) => {
          if (!isCurrent) return;
          setAnswer(found);
          const { target: chosen, onChange: change } = latest.current;
          const isOther = found.type !== chosen.type && found.type !== 'webhook';
          setSwitched((before) => (isOther ? found.type : before === found.type ? before : undefined));
          const type = isOther ? found.type : chosen.type;
          const isOwnName = isProposedName(chosen.name, chosen.type) || chosen.name === '' || isOther;
          if (isOther || isOwnName)
            change({
              target: {
                ...chosen,
                type,
                ...(isOther && { security: 'none' as const }),
                ...(isOwnName &&
                  found.type === type &&
                  found.name_suggestion && { name: found.name_suggestion }),
              },
            });
        })
        .catch(() => {
          // The test says what is wrong with it.
        });
    }, 200);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [url]);
  return { answer, switchedTo: switchedTo === target.type ? switchedTo : undefined };
}
