import { Alert, Anchor, Button, Group, Stack, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { Playbook } from '../../../../src/api/contract.ts';
import { durationWords } from '../../shared/format/duration-words.ts';
import { useFormats } from '../../shared/format/format.ts';
import { useMay } from '../../shared/session/session.ts';
import { useLanguage, useTexts } from '../../shared/texts/texts.ts';
import { useKindName } from '../../shared/ui/channel-kinds.ts';
import { ForRole, useNeededRole } from '../../shared/ui/for-role.tsx';
import { ProblemView } from '../../shared/ui/problem-view.tsx';
import { QueryView } from '../../shared/ui/query-view.tsx';
import { BacktestSentence } from './backtest-sentence.tsx';
import { channelNameFault } from './channel-name.ts';
import { FinishSection } from './finish-section.tsx';
import { ProveSection } from './prove-section.tsx';
import { QueryNote } from './query-note.tsx';
import { WhatSection } from './what-section.tsx';
import { WhereSection } from './where-section.tsx';
import { WhichSection } from './which-section.tsx';
import { wizardTexts } from './wizard.texts.ts';
import { isComplete, PREVIEW, saveAll, useChannels, usePlaybooks, useRenderedRule } from './wizard-api.ts';
import {
  NO_SECRETS,
  type Target,
  useWizardDraft,
  type WizardDraft,
  type WizardSecrets,
  type WizardStart,
} from './wizard-draft.ts';
import { WizardSection } from './wizard-section.tsx';

/** From "a device is offline" to a tested message in the group, on one page. */
export function Wizard(start: WizardStart) {
  const playbooks = usePlaybooks();
  return (
    <QueryView query={playbooks} rows={6}>
      {(known) => (
        <WizardBody key={JSON.stringify([start.query, start.playbook])} playbooks={known} start={start} />
      )}
    </QueryView>
  );
}

function WizardBody({ playbooks, start }: { playbooks: Playbook[]; start: WizardStart }) {
  const texts = useTexts(wizardTexts);
  const language = useLanguage();
  const nameOf = useKindName();
  const may = useMay('editor');
  const needed = useNeededRole('editor');
  const queries = useQueryClient();
  const { draft: own, change, reset, finish, wasKept } = useWizardDraft(start);
  const [secrets, setSecrets] = useState<WizardSecrets>(NO_SECRETS);
  const { data: channels } = useChannels();
  // Who has chosen nothing has chosen what is there: a channel of their own, else the preview inbox.
  const draft: WizardDraft = { ...own, target: own.target ?? usualTarget(channels) };
  const playbook = playbooks.find(({ id }) => id === draft.playbook) ?? (playbooks[0] as Playbook);
  const channelId = channelOf(draft.target);
  const rendered = useRenderedRule(draft, playbook, channelId);
  const names = new Set(playbook.parameters.map(({ name }) => name));
  const [saved, setSaved] = useState<{ rule: string; channel: string; isEnabled: boolean }>();
  const save = useMutation({
    mutationFn: () =>
      saveAll(draft, playbook, secrets, language, {
        rule: saved?.rule,
        onChannel: (id) => {
          change({ target: { kind: 'existing', id } });
          setSecrets(NO_SECRETS);
          void queries.invalidateQueries({ queryKey: ['connectors'] });
        },
      }),
    onSuccess: ({ rule, channel }) => {
      setSaved({ rule: rule.id, channel, isEnabled: rule.enable });
      void queries.invalidateQueries({ queryKey: ['rules'] });
      finish();
    },
  });
  const ignored = (draft.params.ignore ??
    playbook.parameters.find(({ name }) => name === 'ignore')?.default ??
    []) as string[];
  const open = (step: number) => change({ step });
  const missing = playbook.parameters.find(
    ({ name, required }) => required && !draft.params[name] && name !== 'notify',
  );
  const hasChannel =
    isComplete(draft, secrets) && channelNameFault(draft.target, channels ?? []) === undefined;
  const isReady = hasChannel && missing === undefined && !rendered.error;
  const targetName =
    draft.target?.kind === 'new'
      ? nameOf(draft.target.type)
      : channelId === PREVIEW
        ? nameOf('preview')
        : channelId;

  return (
    <Stack gap="sm" maw={980}>
      {!may && (
        <Alert color="gray" variant="light">
          {needed}
        </Alert>
      )}
      {wasKept && !saved && (
        <Group gap="xs">
          <Text size="sm" c="dimmed">
            {texts.draftKept}
          </Text>
          <Button
            size="compact-xs"
            variant="subtle"
            onClick={() => {
              reset();
              setSecrets(NO_SECRETS);
            }}
          >
            {texts.startAnew}
          </Button>
        </Group>
      )}
      <div>
        <WizardSection
          number={1}
          title={texts.sections.what}
          summary={playbook.name[language]}
          isOpen={draft.step === 0}
          isDone={draft.step > 0}
          onOpen={() => open(0)}
          onNext={() => open(1)}
        >
          <WhatSection
            playbooks={playbooks}
            value={playbook.id}
            onChange={(id) => change({ playbook: id, params: {}, name: undefined, severity: undefined })}
          />
        </WizardSection>
        <WizardSection
          number={2}
          title={texts.sections.which}
          summary={<ScopeSummary draft={draft} playbook={playbook} />}
          isOpen={draft.step === 1}
          isDone={draft.step > 1}
          onOpen={() => open(1)}
          onNext={() => open(2)}
          nextIsOff={missing !== undefined}
        >
          <Stack gap="md">
            {start.query && names.has('prefix') && (
              <QueryNote query={start.query} scope={draft.scope} onScope={(scope) => change({ scope })} />
            )}
            <WhichSection key={playbook.id} playbook={playbook} draft={draft} onChange={change} />
            {rendered.error ? (
              <ProblemView problem={rendered.error} />
            ) : (
              missing === undefined && <BacktestSentence rule={rendered.data} />
            )}
          </Stack>
        </WizardSection>
        <WizardSection
          number={3}
          title={texts.sections.where}
          summary={targetName}
          isOpen={draft.step === 2}
          isDone={draft.step > 2}
          onOpen={() => open(2)}
          onNext={() => open(3)}
          nextIsOff={!hasChannel}
        >
          <WhereSection
            draft={draft}
            secrets={secrets}
            onChange={change}
            onSecrets={(part) => setSecrets((before) => ({ ...before, ...part }))}
          />
        </WizardSection>
        <WizardSection
          number={4}
          title={texts.sections.finish}
          summary={draft.name ?? playbook.name[language]}
          isOpen={draft.step === 3}
          isDone={saved !== undefined}
          onOpen={() => open(3)}
        >
          <Stack gap="md">
            <FinishSection draft={draft} playbook={playbook} rule={rendered.data} onChange={change} />
            {save.error && <ProblemView problem={save.error} onRetry={() => save.mutate()} />}
            {!isReady && !isComplete(draft, secrets) && <Text c="dimmed">{texts.pasteAgain}</Text>}
            <Group gap="sm">
              <ForRole role="editor">
                <Button
                  onClick={() => save.mutate()}
                  loading={save.isPending}
                  disabled={!isReady}
                  variant={saved ? 'default' : 'filled'}
                >
                  {saved ? texts.saveChanges : draft.isEnabled ? texts.enable : texts.saveOnly}
                </Button>
              </ForRole>
              <span role="status" aria-live="polite">
                {saved && !save.isPending && (
                  <Text span c="var(--tocsin-resolved)">
                    ✓ {saved.isEnabled ? texts.isActive : texts.isSaved}{' '}
                    <Anchor
                      component={Link}
                      to={'/rules/edit' as string}
                      search={{ id: saved.rule } as never}
                    >
                      {saved.rule}
                    </Anchor>
                  </Text>
                )}
              </span>
            </Group>
            {saved?.isEnabled && playbook.id === 'device-offline' && (
              <ProveSection
                key={saved.channel}
                draft={draft}
                rule={saved.rule}
                channel={saved.channel}
                ignored={ignored}
                onElsewhere={() => open(2)}
              />
            )}
          </Stack>
        </WizardSection>
      </div>
    </Stack>
  );
}

function ScopeSummary({ draft: { scope, params }, playbook }: { draft: WizardDraft; playbook: Playbook }) {
  const texts = useTexts(wizardTexts);
  const formats = useFormats();
  const names = new Set(playbook.parameters.map(({ name }) => name));
  const told = playbook.parameters
    .filter(({ name }) => ['grace', 'count', 'within', 'after', 'filter'].includes(name))
    .map(({ name, default: usual }) => durationWords(String(params[name] ?? usual ?? ''), formats))
    .filter(Boolean);
  return [...(names.has('prefix') ? [texts.scopeWord(scope)] : []), ...told].join(' · ');
}

function usualTarget(channels: ReturnType<typeof useChannels>['data']): Target {
  if (!channels) return undefined;
  const [first] = channels.filter(({ enable, type, name }) => enable && `${type}:${name}` !== PREVIEW);
  return { kind: 'existing', id: first ? `${first.type}:${first.name}` : PREVIEW };
}

function channelOf(target: Target): string {
  if (target === undefined) return PREVIEW;
  return target.kind === 'existing' ? target.id : `${target.type}:${target.name}`;
}
