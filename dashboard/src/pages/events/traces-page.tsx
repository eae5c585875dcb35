import { Anchor, Button, Stack, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { StartTrace } from '../../features/traces/start-trace.tsx';
import { TraceListTable } from '../../features/traces/trace-list.tsx';
import { TraceView } from '../../features/traces/trace-view.tsx';
import { traceTexts } from '../../features/traces/traces.texts.ts';
import { useTraces } from '../../features/traces/traces.ts';
import { CodeMenu } from '../../shared/code/code-menu.tsx';
import { usePageSearch } from '../../shared/navigation/page-search.ts';
import { useTexts } from '../../shared/texts/texts.ts';
import { EmptyState } from '../../shared/ui/empty-state.tsx';
import { ForRole } from '../../shared/ui/for-role.tsx';
import { Page } from '../../shared/ui/page.tsx';
import { QueryView } from '../../shared/ui/query-view.tsx';

/** All traces; `?id=` shows the lines of one, `?client=` begins with the form for a client. */
export function TracesPage() {
  const texts = useTexts(traceTexts);
  const [{ id, client }, change] = usePageSearch<'id' | 'client'>();
  const [isStarting, setStarting] = useState(false);
  const traces = useTraces();
  const close = () => {
    setStarting(false);
    change({ client: undefined });
  };
  const start = (
    <ForRole role="operator">
      <Button onClick={() => setStarting(true)}>{texts.start}</Button>
    </ForRole>
  );
  return (
    <Page
      title={texts.traces}
      actions={
        <>
          {start}
          <CodeMenu
            call={{ method: 'GET', path: id === undefined ? '/trace' : `/trace/${id}/download` }}
            cli={id === undefined ? 'tocsin trace ls' : `tocsin trace show ${id}`}
          />
        </>
      }
    >
      <StartTrace
        opened={isStarting || client !== undefined}
        clientId={client}
        onClose={close}
        onStarted={({ name }) => {
          setStarting(false);
          change({ id: name, client: undefined }, 'push');
        }}
      />
      <QueryView query={traces}>
        {(all) => {
          const shown = all.find(({ name }) => name === id);
          if (id !== undefined)
            return (
              <Stack gap="sm" miw={0}>
                <div>
                  <Anchor component={Link} to="/events/traces" search={{} as never}>
                    ← {texts.all}
                  </Anchor>
                </div>
                {shown ? (
                  <TraceView
                    key={id}
                    trace={shown}
                    isOfClient={false}
                    onDeleted={() => change({ id: undefined })}
                  />
                ) : (
                  <EmptyState>{texts.gone}</EmptyState>
                )}
              </Stack>
            );
          return all.length === 0 ? (
            <EmptyState command="tocsin trace start --client dev-0421 --for 10m --follow">
              {texts.none}
            </EmptyState>
          ) : (
            <Stack gap="xs">
              <Text c="dimmed">{texts.about}</Text>
              <TraceListTable traces={all} />
            </Stack>
          );
        }}
      </QueryView>
    </Page>
  );
}
