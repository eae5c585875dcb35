import { ActionIcon, Anchor, Tooltip } from '@mantine/core';
import { IconLink } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { AlertDetail } from '../../../../src/api/contract.ts';
import { useAlert } from '../../features/alerts/alert-queries.ts';
import { AlertDetailView } from '../../features/alerts/detail/alert-detail.tsx';
import { detailTexts } from '../../features/alerts/detail/detail.texts.ts';
import { useCopy } from '../../shared/clipboard/clipboard.ts';
import { CodeMenu } from '../../shared/code/code-menu.tsx';
import { usePageSearch } from '../../shared/navigation/page-search.ts';
import { useTexts } from '../../shared/texts/texts.ts';
import { EmptyState } from '../../shared/ui/empty-state.tsx';
import { Page } from '../../shared/ui/page.tsx';
import { QueryView } from '../../shared/ui/query-view.tsx';

export function AlertPage() {
  const texts = useTexts(detailTexts);
  const [{ id = '' }] = usePageSearch<'id'>();
  const query = useAlert(id);
  return (
    <Page title={query.data?.title ?? texts.page} actions={query.data && <Actions alert={query.data} />}>
      {id === '' ? (
        <EmptyState
          action={
            <Anchor component={Link} to="/alerts">
              {texts.back}
            </Anchor>
          }
        >
          {texts.noId}
        </EmptyState>
      ) : (
        <QueryView query={query}>{(alert) => <AlertDetailView key={alert.id} alert={alert} />}</QueryView>
      )}
    </Page>
  );
}

function Actions({ alert }: { alert: AlertDetail }) {
  const texts = useTexts(detailTexts);
  const clipboard = useCopy();
  const { timeline: _, ...shown } = alert;
  return (
    <>
      <Tooltip label={clipboard.copied ? texts.copied : texts.copyLink}>
        <ActionIcon
          variant="default"
          size={28}
          aria-label={clipboard.copied ? texts.copied : texts.copyLink}
          onClick={() => clipboard.copy(location.href)}
        >
          <IconLink size={16} stroke={1.5} />
        </ActionIcon>
      </Tooltip>
      <CodeMenu
        yaml={shown}
        call={{ method: 'GET', path: `/alerts/${encodeURIComponent(alert.id)}` }}
        cli={`tocsin alerts show ${alert.id}`}
      />
    </>
  );
}
