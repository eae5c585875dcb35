import { ActionIcon, Button, Card, Group, Stack, Text, Tooltip } from '@mantine/core';
import { IconBell, IconPencil, IconPlus, IconRepeat, IconTerminal2, IconX } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import type { RuleProblem } from '../../../../src/api/contract.ts';
import { outboundReason } from '../../../../src/texts/outbound-reasons.ts';
import type { TemplateVariable } from '../../shared/forms/template-input.tsx';
import { type Language, useLanguage, useTexts } from '../../shared/texts/texts.ts';
import { visibleText } from '../../shared/ui/device-text.tsx';
import { KindMark } from '../../shared/ui/kind-mark.tsx';
import type { RuleBody } from '../rules/rule-changes.ts';
import { ActionDrawer, type RuleAction } from './action-drawer.tsx';
import { useActions, useActionTypes, useConnectors } from './action-types.ts';
import { AlertForm } from './alert-form.tsx';
import { outputsTexts } from './outputs.texts.ts';
import { type CheckedRule, problemText } from './rule-check.ts';

interface OutputsPanelProps {
  readonly draft: RuleBody;
  readonly onChange: (part: Partial<RuleBody>) => void;
  readonly checked: CheckedRule;
  readonly variables: readonly TemplateVariable[];
  readonly readOnly: boolean;
}

/** What is done with the rows: one alert, and any number of actions. */
export function OutputsPanel({ draft, onChange, checked, variables, readOnly }: OutputsPanelProps) {
  const texts = useTexts(outputsTexts);
  const [edited, edit] = useState<number | 'new'>();
  const { actions, alert } = draft;
  const { errors = [], warnings = [] } = checked.check ?? {};
  const about = (at: string, all: readonly RuleProblem[]) =>
    all.filter(
      (problem) => problem.at === at || problem.at?.startsWith(`${at}.`) || problem.at?.startsWith(`${at} `),
    );
  const put = (action: RuleAction) => {
    if (edited === 'new') onChange({ actions: [...actions, action] });
    else onChange({ actions: actions.map((one, index) => (index === edited ? action : one)) });
    edit(undefined);
  };
  return (
    <Stack gap="xs" component="section" aria-label={texts.outputs}>
      <Text fw={600}>{texts.outputs}</Text>
      {!alert && actions.length === 0 && <Text c="dimmed">{texts.none}</Text>}
      {alert && (
        <AlertBlock
          draft={draft}
          onChange={onChange}
          variables={variables}
          readOnly={readOnly}
          errors={about('alert', errors)}
          warnings={about('alert', warnings)}
        />
      )}
      {actions.map((action, index) => (
        <ActionRow
          // biome-ignore lint/suspicious/noArrayIndexKey: the same one may stand there twice
          key={index}
          action={action}
          readOnly={readOnly}
          problems={[...about(`actions.${index}`, errors), ...about(`actions.${index}`, warnings)]}
          onEdit={() => edit(index)}
          onRemove={() => onChange({ actions: actions.filter((_, at) => at !== index) })}
        />
      ))}
      {!readOnly && (
        <Group gap="xs">
          {!alert && (
            <Button
              variant="default"
              leftSection={<IconBell size={16} stroke={1.5} />}
              onClick={() => onChange({ alert: { severity: 'critical' } })}
            >
              {texts.addAlert}
            </Button>
          )}
          <Button
            variant="default"
            leftSection={<IconPlus size={16} stroke={1.5} />}
            onClick={() => edit('new')}
          >
            {texts.addAction}
          </Button>
        </Group>
      )}
      <ActionDrawer
        opened={edited !== undefined}
        onClose={() => edit(undefined)}
        action={typeof edited === 'number' ? actions[edited] : undefined}
        used={actions}
        variables={variables}
        readOnly={readOnly}
        onDone={put}
      />
    </Stack>
  );
}

function AlertBlock({
  draft,
  onChange,
  variables,
  readOnly,
  errors,
  warnings,
}: Omit<OutputsPanelProps, 'checked'> & {
  errors: readonly RuleProblem[];
  warnings: readonly RuleProblem[];
}) {
  const texts = useTexts(outputsTexts);
  const language = useLanguage();
  const { data: connectors } = useConnectors();
  const { data: types } = useActionTypes();
  const channels = useMemo(() => {
    const speaking = new Set(types?.filter(({ channel }) => channel).map(({ type }) => type));
    return (connectors ?? [])
      .filter(({ type }) => speaking.has(type))
      .map(({ type, name }) => `${type}:${name}`);
  }, [connectors, types]);
  return (
    <Card withBorder padding="sm" bg="transparent" component="section" aria-label={texts.alert}>
      <Group justify="space-between" mb={4}>
        <Group gap={6}>
          <IconBell size={16} stroke={1.5} />
          <Text fw={600}>{texts.alert}</Text>
        </Group>
        {!readOnly && (
          <ActionIcon
            variant="subtle"
            size={26}
            aria-label={texts.removeNamed(texts.alert)}
            onClick={() => onChange({ alert: undefined })}
          >
            <IconX size={16} stroke={1.5} />
          </ActionIcon>
        )}
      </Group>
      <AlertForm
        value={draft.alert ?? {}}
        onChange={(alert) => onChange({ alert })}
        variables={variables}
        channels={channels}
        readOnly={readOnly}
        problemOf={(path) => {
          const found = errors.find(({ at }) => at === `alert.${path}`);
          return found && problemText(found, language);
        }}
      />
      <Problems problems={[...errors, ...warnings]} />
    </Card>
  );
}

function ActionRow({
  action,
  readOnly,
  problems,
  onEdit,
  onRemove,
}: {
  action: RuleAction;
  readOnly: boolean;
  problems: readonly RuleProblem[];
  onEdit: () => void;
  onRemove: () => void;
}) {
  const texts = useTexts(outputsTexts);
  const language = useLanguage();
  const { data: actions } = useActions();
  const name =
    typeof action === 'string' ? action : action.function === 'republish' ? texts.republish : texts.console;
  const stored = actions?.find((one) => `${one.type}:${one.name}` === action);
  return (
    <Card withBorder padding="xs" bg="transparent" component="section" aria-label={name}>
      <Group justify="space-between" wrap="nowrap" gap="xs">
        <Group gap={6} wrap="nowrap" miw={0}>
          {typeof action === 'string' ? (
            <KindMark kind={action.split(':', 1)[0] ?? ''} />
          ) : action.function === 'republish' ? (
            <IconRepeat size={16} stroke={1.5} />
          ) : (
            <IconTerminal2 size={16} stroke={1.5} />
          )}
          <Text style={{ overflowWrap: 'anywhere' }}>{visibleText(name)}</Text>
          {typeof action === 'object' && action.function === 'republish' && (
            <Text size="xs" c="dimmed" ff="monospace" truncate>
              {visibleText(String((action.args as { topic?: unknown } | undefined)?.topic ?? ''))}
            </Text>
          )}
          {stored && (
            <Tooltip
              label={outboundReason(stored.status_reason ?? stored.status, language)}
              multiline
              maw={320}
            >
              <Text
                size="xs"
                tabIndex={stored.status_reason ? 0 : -1}
                c={stored.status === 'connected' ? 'var(--tocsin-resolved)' : 'var(--tocsin-warning)'}
              >
                {stored.status === 'connected' ? '✓' : '◆'} {texts.statuses[stored.status]}
              </Text>
            </Tooltip>
          )}
        </Group>
        <Group gap={2} wrap="nowrap">
          <ActionIcon variant="subtle" size={26} aria-label={texts.editNamed(name)} onClick={onEdit}>
            <IconPencil size={16} stroke={1.5} />
          </ActionIcon>
          {!readOnly && (
            <ActionIcon variant="subtle" size={26} aria-label={texts.removeNamed(name)} onClick={onRemove}>
              <IconX size={16} stroke={1.5} />
            </ActionIcon>
          )}
        </Group>
      </Group>
      <Problems problems={problems} />
    </Card>
  );
}

/** Which output it is about stands above it: of its place only the setting is told. */
function textWithin(problem: RuleProblem, language: Language): string {
  const text = problemText(problem, language);
  const { at = '' } = problem;
  if (at === '' || !text.startsWith(at)) return text;
  const setting = at.replace(/^(?:alert|actions\.\d+(?: \S+)?)[. ]?/, '');
  const said = text.slice(at.length);
  return setting === '' ? said.replace(/^[:：] ?/, '') : setting + said;
}

function Problems({ problems }: { problems: readonly RuleProblem[] }) {
  const language = useLanguage();
  if (problems.length === 0) return null;
  return (
    <Stack gap={2} mt={6}>
      {problems.map((problem) => (
        <Text key={`${problem.code}${problem.message}`} size="sm" c="var(--tocsin-warning)">
          ◆ {textWithin(problem, language)}
        </Text>
      ))}
    </Stack>
  );
}
