import { Anchor, Button, Group, Loader, Stack, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { durationWords } from '../../shared/format/duration-words.ts';
import { useFormats } from '../../shared/format/format.ts';
import { useTexts } from '../../shared/texts/texts.ts';
import { ForRole } from '../../shared/ui/for-role.tsx';
import { ProblemView } from '../../shared/ui/problem-view.tsx';
import { type ProveState, TEST_GRACE, useProof } from './prove-run.ts';
import styles from './prove-section.module.css';
import { wizardTexts } from './wizard.texts.ts';
import { PREVIEW } from './wizard-api.ts';
import type { WizardDraft } from './wizard-draft.ts';

interface ProveSectionProps {
  readonly draft: WizardDraft;
  readonly rule: string;
  readonly channel: string;
  readonly ignored: readonly string[];
  /** To choose where it goes from now on. */
  readonly onElsewhere: () => void;
}

/** A real outage of a client that is none: from the socket to the answer of the chat, as it happens. */
export function ProveSection({ draft, rule, channel, ignored, onElsewhere }: ProveSectionProps) {
  const texts = useTexts(wizardTexts);
  const formats = useFormats();
  const { state, start } = useProof(draft, rule, ignored);
  const { phase, alert, problem } = state;
  const isChosen = draft.scope.kind === 'clients';
  const isRunning = phase === 'connecting' || phase === 'cut' || phase === 'open';
  return (
    <Stack gap="sm">
      <Title order={3}>{texts.prove}</Title>
      <Text size="sm" c="dimmed">
        {isChosen ? texts.proveChosen : texts.proveHint(durationWords(TEST_GRACE, formats))}
      </Text>
      <Group gap="xs">
        <ForRole role="operator">
          <Button onClick={() => void start()} loading={isRunning} disabled={isChosen}>
            {phase === 'idle' ? texts.simulate : texts.simulateAgain}
          </Button>
        </ForRole>
        {isRunning && <Loader size="xs" aria-hidden="true" />}
      </Group>
      {problem && <ProblemView problem={problem} onRetry={() => void start()} />}
      <ProofTimeline state={state} />
      <div role="status" aria-live="polite">
        {(phase === 'told' || phase === 'back') && (
          <Text fw={600} c="var(--tocsin-resolved)">
            ✓ {texts.proved}
          </Text>
        )}
        {phase === 'failed' && (
          <Text fw={600} c="var(--tocsin-critical)">
            ✗ {texts.notTold}
          </Text>
        )}
        {phase === 'nothing' && <Text c="var(--tocsin-warning)">{texts.nothingCame}</Text>}
      </div>
      <Group gap="md">
        {alert && (
          <Anchor component={Link} to={'/alerts/detail' as string} search={{ id: alert.id } as never}>
            {texts.openAlert}
          </Anchor>
        )}
        {phase === 'failed' && (
          <Anchor
            component={Link}
            to={'/notify/deliveries' as string}
            search={{ connector: channel } as never}
          >
            {texts.openDeliveries}
          </Anchor>
        )}
        {channel === PREVIEW && (phase === 'told' || phase === 'back') && (
          <>
            <Anchor component={Link} to={'/notify/inbox' as string}>
              {texts.openInbox}
            </Anchor>
            <Button variant="default" onClick={onElsewhere}>
              {texts.nowToGroup}
            </Button>
          </>
        )}
      </Group>
    </Stack>
  );
}

function ProofTimeline({ state }: { state: ProveState }) {
  const texts = useTexts(wizardTexts);
  const formats = useFormats();
  const { clientId, connectedAt, alert, phase } = state;
  if (clientId === undefined || connectedAt === undefined) return null;
  const entries = alert?.timeline ?? [];
  return (
    <ol className={styles.timeline} aria-label={texts.timeline}>
      <li>
        <time>{formats.time(connectedAt, 'millisecond')}</time>
        <span>{texts.connected(clientId)}</span>
      </li>
      {entries.map((entry) => (
        <li key={`${entry.at} ${entry.kind} ${entry.text}`} data-kind={entry.kind}>
          <time>{formats.time(entry.at, 'millisecond')}</time>
          <span>
            {entry.text}
            {entry.kind === 'grace' && <em className={styles.mark}>{texts.shortened}</em>}
          </span>
        </li>
      ))}
      {phase === 'cut' && entries.length === 0 && (
        <li>
          <span />
          <span>{texts.waitingForIt}</span>
        </li>
      )}
    </ol>
  );
}
