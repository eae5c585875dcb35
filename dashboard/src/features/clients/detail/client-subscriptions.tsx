import {
  ActionIcon,
  Button,
  Checkbox,
  Group,
  NativeSelect,
  Stack,
  Text,
  TextInput,
  Tooltip,
} from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { SubscribeBody, Subscription } from '../../../../../src/api/contract.ts';
import { api } from '../../../shared/api/client.ts';
import { namePath } from '../../../shared/api/name-path.ts';
import { useTexts } from '../../../shared/texts/texts.ts';
import { attempt } from '../../../shared/ui/attempt.tsx';
import { ConfirmDialog } from '../../../shared/ui/confirm-dialog.tsx';
import { DeviceText } from '../../../shared/ui/device-text.tsx';
import { ForRole } from '../../../shared/ui/for-role.tsx';
import { Section } from '../../../shared/ui/section.tsx';
import { showUndo } from '../../../shared/ui/undo-toast.tsx';
import { CLIENTS_KEY } from '../client-search.ts';
import { shortName } from '../kick-dialog.tsx';
import { useClientSubscriptions } from './client-facts.ts';
import { detailTexts } from './detail.texts.ts';

const NEW: SubscribeBody = { topic: '', qos: 0, nl: 0, rap: 0, rh: 0 };

/** What a client is subscribed to; it can be subscribed and unsubscribed in its name. */
export function ClientSubscriptions({ clientId }: { clientId: string }) {
  const texts = useTexts(detailTexts);
  const client = useQueryClient();
  const { data } = useClientSubscriptions(clientId);
  const [draft, setDraft] = useState<SubscribeBody>();
  const path = `/clients/${namePath(clientId)}`;
  const renew = () => client.invalidateQueries({ queryKey: [CLIENTS_KEY, 'one', clientId] });
  const subscribe = async (body: SubscribeBody) => {
    await api.post(`${path}/subscribe`, body);
    await renew();
  };
  const unsubscribe = async ({ topic, qos, nl, rap, rh }: Subscription) => {
    await api.post(`${path}/unsubscribe`, { topic });
    await renew();
    showUndo({
      message: texts.unsubscribed(shortName(topic)),
      undo: () => subscribe({ topic, qos, nl, rap, rh }),
    });
  };
  return (
    <Section
      title={texts.subscriptions}
      actions={
        <ForRole role="administrator">
          <Button size="compact-xs" variant="default" onClick={() => setDraft(NEW)}>
            {texts.subscribe}
          </Button>
        </ForRole>
      }
    >
      {data?.length === 0 && <Text c="dimmed">{texts.noSubscriptions}</Text>}
      <Stack gap={2}>
        {data?.map((subscription) => (
          <Group key={subscription.topic} wrap="nowrap" justify="space-between" gap="xs">
            <div>
              <DeviceText text={subscription.topic} />{' '}
              <Text span size="xs" c="dimmed">
                {optionsOf(subscription)}
              </Text>
            </div>
            <Tooltip label={texts.unsubscribe}>
              <span>
                <ForRole role="administrator">
                  <ActionIcon
                    size={24}
                    variant="subtle"
                    color="gray"
                    aria-label={`${texts.unsubscribe}: ${shortName(subscription.topic)}`}
                    onClick={() => attempt(() => unsubscribe(subscription))}
                  >
                    <IconX size={14} stroke={1.5} />
                  </ActionIcon>
                </ForRole>
              </span>
            </Tooltip>
          </Group>
        ))}
      </Stack>
      <ConfirmDialog
        opened={draft !== undefined}
        onClose={() => setDraft(undefined)}
        title={texts.save}
        action={texts.save}
        isDangerous={false}
        onConfirm={() => (draft ? subscribe(draft) : undefined)}
      >
        {draft && <SubscribeFields draft={draft} onChange={setDraft} />}
      </ConfirmDialog>
    </Section>
  );
}

function SubscribeFields({
  draft,
  onChange,
}: {
  draft: SubscribeBody;
  onChange: (draft: SubscribeBody) => void;
}) {
  const texts = useTexts(detailTexts);
  const change = (part: Partial<SubscribeBody>) => onChange({ ...draft, ...part });
  return (
    <Stack gap="sm">
      <TextInput
        data-autofocus
        required
        label={texts.topic}
        description={texts.topicHint}
        value={draft.topic}
        onChange={({ currentTarget }) => change({ topic: currentTarget.value })}
      />
      <NativeSelect
        size="xs"
        label="QoS"
        value={String(draft.qos)}
        data={['0', '1', '2']}
        onChange={({ currentTarget }) => change({ qos: Number(currentTarget.value) as 0 | 1 | 2 })}
      />
      <Checkbox
        size="xs"
        label={texts.noLocal}
        checked={draft.nl === 1}
        onChange={({ currentTarget }) => change({ nl: currentTarget.checked ? 1 : 0 })}
      />
      <Checkbox
        size="xs"
        label={texts.asPublished}
        checked={draft.rap === 1}
        onChange={({ currentTarget }) => change({ rap: currentTarget.checked ? 1 : 0 })}
      />
      <NativeSelect
        size="xs"
        label={texts.retained}
        value={String(draft.rh)}
        data={texts.handling.map((label, value) => ({ label, value: String(value) }))}
        onChange={({ currentTarget }) => change({ rh: Number(currentTarget.value) as 0 | 1 | 2 })}
      />
    </Stack>
  );
}

/** `QoS 1 · nl · rap · rh 2` */
export function optionsOf({ qos, nl, rap, rh }: Pick<Subscription, 'qos' | 'nl' | 'rap' | 'rh'>): string {
  return [`QoS ${qos}`, nl === 1 && 'nl', rap === 1 && 'rap', rh > 0 && `rh ${rh}`]
    .filter(Boolean)
    .join(' · ');
}
