import { Alert, Button, Checkbox, Select, SimpleGrid, Stack, Table, Text, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { AuthorizationExplanation } from '../../../../src/api/contract.ts';
import { usePageSearch } from '../../shared/navigation/page-search.ts';
import { useTexts } from '../../shared/texts/texts.ts';
import { DeviceText } from '../../shared/ui/device-text.tsx';
import { ForRole } from '../../shared/ui/for-role.tsx';
import { PlainTable } from '../../shared/ui/plain-table.tsx';
import { ProblemView } from '../../shared/ui/problem-view.tsx';
import { Section } from '../../shared/ui/section.tsx';
import { StateMark } from '../../shared/ui/state-mark.tsx';
import { accessTexts } from './access.texts.ts';
import { explain } from './rules.ts';

/** Whether a client may do something, and by which rule. */
export function Decision() {
  const texts = useTexts(accessTexts);
  const [search, change] = usePageSearch<'client' | 'user' | 'ip' | 'do' | 'topic'>();
  const [clientid, setClientid] = useState(search.client ?? '');
  const [username, setUsername] = useState(search.user ?? '');
  const [peerhost, setPeerhost] = useState(search.ip ?? '');
  const [action, setAction] = useState(search.do === 'subscribe' ? 'subscribe' : 'publish');
  const [topic, setTopic] = useState(search.topic ?? '');
  const [qos, setQos] = useState('0');
  const [retain, setRetain] = useState(false);
  const [result, setResult] = useState<AuthorizationExplanation>();
  const [problem, setProblem] = useState<Error>();
  const [isBusy, setBusy] = useState(false);

  function ask(event: FormEvent): void {
    event.preventDefault();
    setBusy(true);
    setProblem(undefined);
    change({ client: clientid, user: username, ip: peerhost, do: action, topic });
    explain({
      clientid,
      ...(username !== '' && { username }),
      ...(peerhost.trim() !== '' && { peerhost: peerhost.trim() }),
      action: action as 'publish' | 'subscribe',
      topic,
      qos: Number(qos),
      retain,
    })
      .then(setResult, (error: Error) => {
        setResult(undefined);
        setProblem(error);
      })
      .finally(() => setBusy(false));
  }

  return (
    <Section title={texts.try} about={`${texts.tryAbout} ${texts.tryFacts}`}>
      <form onSubmit={ask}>
        <Stack gap="sm" maw={760}>
          <SimpleGrid cols={{ base: 1, xs: 2, md: 3 }} spacing="sm" verticalSpacing="sm">
            <TextInput
              label={texts.clientid}
              autoComplete="off"
              value={clientid}
              onChange={({ currentTarget }) => setClientid(currentTarget.value)}
            />
            <TextInput
              label={texts.username}
              autoComplete="off"
              value={username}
              onChange={({ currentTarget }) => setUsername(currentTarget.value)}
            />
            <TextInput
              label={texts.peerhost}
              placeholder="10.0.0.7"
              value={peerhost}
              onChange={({ currentTarget }) => setPeerhost(currentTarget.value)}
            />
            <Select
              label={texts.action}
              data={[
                { value: 'publish', label: texts.publish },
                { value: 'subscribe', label: texts.subscribe },
              ]}
              value={action}
              allowDeselect={false}
              onChange={(value) => value && setAction(value)}
            />
            <TextInput
              label={texts.topic}
              value={topic}
              onChange={({ currentTarget }) => setTopic(currentTarget.value)}
            />
            <Select
              label={texts.qos}
              data={['0', '1', '2']}
              value={qos}
              allowDeselect={false}
              onChange={(value) => value && setQos(value)}
            />
          </SimpleGrid>
          {action === 'publish' && (
            <Checkbox
              label={texts.retain}
              checked={retain}
              onChange={({ currentTarget }) => setRetain(currentTarget.checked)}
            />
          )}
          <div>
            <ForRole role="administrator">
              <Button type="submit" loading={isBusy} disabled={topic === ''}>
                {texts.tryIt}
              </Button>
            </ForRole>
          </div>
        </Stack>
      </form>
      {problem && <ProblemView problem={problem} />}
      <div aria-live="polite">{result && <Result result={result} />}</div>
    </Section>
  );
}

function Result({ result }: { result: AuthorizationExplanation }) {
  const texts = useTexts(accessTexts);
  const isAllowed = result.result === 'allow';
  return (
    <Stack gap="sm">
      <Alert
        variant="light"
        color={isAllowed ? 'teal' : 'red'}
        title={
          <StateMark tone={isAllowed ? 'good' : 'bad'}>{isAllowed ? texts.allowed : texts.denied}</StateMark>
        }
      >
        <DeviceText text={result.reason} longest={2_000} />
        {result.cached !== null && result.cached !== result.result && (
          <Text size="sm">{texts.remembered(texts[result.cached])}</Text>
        )}
      </Alert>
      {result.sources.length > 0 && (
        <PlainTable label={texts.asked} head={[texts.asked, texts.verdict, texts.rule]} minWidth={420}>
          {result.sources.map((source) => (
            <Table.Tr key={source.type}>
              <Table.Td>
                {texts.sourceKinds[source.type as keyof typeof texts.sourceKinds] ?? source.type}
              </Table.Td>
              <Table.Td>
                {!source.consulted ? (
                  <StateMark tone="off">{texts.notAsked}</StateMark>
                ) : source.verdict === 'allow' || source.verdict === 'deny' ? (
                  <StateMark tone={source.verdict === 'allow' ? 'good' : 'bad'}>
                    {texts[source.verdict]}
                  </StateMark>
                ) : (
                  <StateMark tone="off">{texts.noRuleHere}</StateMark>
                )}
              </Table.Td>
              <Table.Td>
                {source.rule && (
                  <>
                    <DeviceText text={source.rule.text} longest={500} />
                    <Text size="xs" c="dimmed">
                      {source.rule.position}
                    </Text>
                  </>
                )}
                {source.detail && <Text size="xs">{source.detail}</Text>}
              </Table.Td>
            </Table.Tr>
          ))}
        </PlainTable>
      )}
    </Stack>
  );
}
