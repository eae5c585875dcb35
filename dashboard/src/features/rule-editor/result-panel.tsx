import { Alert, Loader, Stack, Tabs, Text } from '@mantine/core';
import type { RuleExplanation, SentOutput } from '../../../../src/api/contract.ts';
import { api } from '../../shared/api/client.ts';
import { useTexts } from '../../shared/texts/texts.ts';
import { ProblemView } from '../../shared/ui/problem-view.tsx';
import type { RuleBody } from '../rules/rule-changes.ts';
import { ExplainView } from './explain-view.tsx';
import { OutputView } from './output-view.tsx';
import { resultTexts } from './result.texts.ts';
import { RowView } from './row-view.tsx';
import type { RuleRun } from './rule-run.ts';
import { type Sample, subjectOf } from './sample.ts';

interface ResultPanelProps {
  readonly run: RuleRun;
  readonly isStale: boolean;
  readonly draft: RuleBody;
  readonly sample: Sample;
}

/** What the rule makes of the sample, each output as it would be sent, and why. */
export function ResultPanel({ run, isStale, draft, sample }: ResultPanelProps) {
  const texts = useTexts(resultTexts);
  const { explanation, problem, isRunning } = run;
  return (
    <Stack gap="xs" component="section" aria-label={texts.result}>
      <div aria-live="polite">
        {isRunning && <Loader size="xs" />}
        {explanation && <Summary explanation={explanation} />}
        {isStale && (
          <Text size="xs" c="dimmed">
            {texts.stale}
          </Text>
        )}
      </div>
      {problem && <ProblemView problem={problem} />}
      {!explanation && !problem && !isRunning && <Text c="dimmed">{texts.nothingYet}</Text>}
      {explanation && (
        <Tabs defaultValue="result" keepMounted={false}>
          <Tabs.List aria-label={texts.result}>
            <Tabs.Tab value="result">{texts.result}</Tabs.Tab>
            <Tabs.Tab value="explain">{texts.explain}</Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="result" pt="xs">
            <Stack gap="md">
              <RowView rows={explanation.rows ?? []} count={explanation.row_count ?? 0} />
              <Outputs explanation={explanation} draft={draft} sample={sample} />
            </Stack>
          </Tabs.Panel>
          <Tabs.Panel value="explain" pt="xs">
            <ExplainView explanation={explanation} />
          </Tabs.Panel>
        </Tabs>
      )}
    </Stack>
  );
}

const COLOURS: Readonly<Record<RuleExplanation['outcome'], string>> = {
  matched: 'teal',
  not_heard: 'gray',
  no_match: 'gray',
  no_rows: 'gray',
  no_event: 'gray',
  failed: 'red',
};

function Summary({ explanation: { outcome, summary, error } }: { explanation: RuleExplanation }) {
  return (
    <Alert color={COLOURS[outcome]} variant="light" p="xs">
      <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
        <bdi>{summary}</bdi>
      </Text>
      {error && (
        <Text size="sm" c="var(--tocsin-critical)" style={{ overflowWrap: 'anywhere' }}>
          {error.message}
        </Text>
      )}
    </Alert>
  );
}

function Outputs({
  explanation,
  draft,
  sample,
}: { explanation: RuleExplanation } & Pick<ResultPanelProps, 'draft' | 'sample'>) {
  const texts = useTexts(resultTexts);
  const { outputs = [], rows = [], event } = explanation;
  if (rows.length === 0) return null;
  if (draft.actions.length === 0 && !draft.alert) return <Text c="dimmed">{texts.noOutputs}</Text>;
  const senderOf = (output: string) => {
    const action = draft.actions.find((one) => (typeof one === 'string' ? one : one.function) === output);
    if (action === undefined) return undefined;
    return () => {
      const subject =
        sample.kind === 'live'
          ? { event: { ...event?.columns, event_type: event?.event_type } }
          : (subjectOf(sample) ?? {});
      return api.post<SentOutput[]>('/rule_send', {
        sql: draft.sql,
        actions: [action],
        ...(draft.id && { rule_id: draft.id }),
        ...subject,
      });
    };
  };
  return (
    <Stack gap="md">
      <Text fw={600}>{texts.outputs}</Text>
      {outputs.map((shown) => (
        <OutputView
          key={`${shown.output} ${shown.row}`}
          shown={shown}
          row={rows[shown.row - 1]}
          send={shown.row === 1 ? senderOf(shown.output) : undefined}
        />
      ))}
      {explanation.outputs_cut && <Text c="dimmed">{texts.cut}</Text>}
    </Stack>
  );
}
