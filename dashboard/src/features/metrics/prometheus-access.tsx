import { Anchor, Button, Group, Stack, Switch, Table, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import grafanaDashboard from '../../../../deploy/grafana-dashboard.json?url';
import { apiUrl } from '../../shared/api/client.ts';
import { useTexts } from '../../shared/texts/texts.ts';
import { CopyText } from '../../shared/ui/copy-text.tsx';
import { ForRole } from '../../shared/ui/for-role.tsx';
import { PlainTable } from '../../shared/ui/plain-table.tsx';
import { ProblemView } from '../../shared/ui/problem-view.tsx';
import { QueryView } from '../../shared/ui/query-view.tsx';
import { Section } from '../../shared/ui/section.tsx';
import { metricsTexts } from './metrics.texts.ts';
import { askForKey, PAGES, scrapeConfig, useFigures, usePrometheusSettings } from './prometheus.ts';

/** Where Prometheus finds the figures, and who may fetch them. */
export function PrometheusAccess() {
  const texts = useTexts(metricsTexts);
  const settings = usePrometheusSettings();
  const [problem, setProblem] = useState<Error>();
  return (
    <>
      <Section title={texts.addresses} about={texts.about}>
        <Stack gap="xs">
          {PAGES.map((page) => (
            <div key={page}>
              <Group gap="xs">
                <Text size="xs" c="dimmed">
                  {texts[page]}
                </Text>
                <Anchor
                  size="xs"
                  href={apiUrl(`/prometheus/${page}`)}
                  target="_blank"
                  rel="noreferrer"
                  aria-label={`${texts.open}: ${texts[page]}`}
                >
                  {texts.open}
                </Anchor>
              </Group>
              <CopyText text={apiUrl(`/prometheus/${page}`)} label={texts[page]} />
            </div>
          ))}
        </Stack>
      </Section>
      <QueryView query={settings}>
        {({ enable_basic_auth: needsKey }) => (
          <>
            <Section title={texts.access} about={needsKey ? texts.keysOnly : texts.everybody}>
              <div>
                <ForRole role="administrator">
                  <Switch
                    label={texts.needsKey}
                    description={texts.needsKeyHelp}
                    checked={needsKey}
                    onChange={({ currentTarget }) => {
                      setProblem(undefined);
                      askForKey(currentTarget.checked).catch(setProblem);
                    }}
                  />
                </ForRole>
              </div>
              {problem && <ProblemView problem={problem} />}
            </Section>
            <Section title={texts.example} about={needsKey ? texts.exampleAbout : undefined}>
              <CopyText text={scrapeConfig(needsKey)} label={texts.example} block />
            </Section>
          </>
        )}
      </QueryView>
      <GrafanaDashboard />
      <FiguresNow />
    </>
  );
}

/** It needs nothing but the jobs above. */
function GrafanaDashboard() {
  const texts = useTexts(metricsTexts);
  return (
    <Section title={texts.grafana} about={texts.grafanaAbout}>
      <div>
        <Button component="a" variant="default" href={grafanaDashboard} download="tocsin-grafana.json">
          {texts.grafanaDownload}
        </Button>
      </div>
    </Section>
  );
}

const MOST_SHOWN = 100;

function FiguresNow() {
  const texts = useTexts(metricsTexts);
  const figures = useFigures();
  const [part, setPart] = useState('');
  return (
    <Section
      title={texts.now}
      about={texts.nowAbout}
      actions={
        <TextInput
          aria-label={texts.find}
          placeholder={texts.find}
          value={part}
          onChange={({ currentTarget }) => setPart(currentTarget.value)}
        />
      }
    >
      <QueryView query={figures}>
        {(rows) => {
          const found = rows.filter(({ name }) => name.toLowerCase().includes(part.toLowerCase()));
          if (found.length === 0) return <Text c="dimmed">{texts.none}</Text>;
          return (
            <PlainTable label={texts.now} head={[texts.name, texts.value]} minWidth={280}>
              {found.slice(0, MOST_SHOWN).map(({ name, value }) => (
                <Table.Tr key={name}>
                  <Table.Td className="device-text">{name}</Table.Td>
                  <Table.Td>{value}</Table.Td>
                </Table.Tr>
              ))}
            </PlainTable>
          );
        }}
      </QueryView>
    </Section>
  );
}
