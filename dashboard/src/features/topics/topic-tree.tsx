import { Anchor, Group, Stack, Text, UnstyledButton } from '@mantine/core';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import type { Page, Retained, TopicRow } from '../../../../src/api/contract.ts';
import { api } from '../../shared/api/client.ts';
import { useFormats } from '../../shared/format/format.ts';
import { defineTexts, useTexts } from '../../shared/texts/texts.ts';
import { DeviceText } from '../../shared/ui/device-text.tsx';
import { EmptyState } from '../../shared/ui/empty-state.tsx';
import { QueryView } from '../../shared/ui/query-view.tsx';

const catalogue = defineTexts(
  {
    about: 'Topic filters that have a subscriber, and topics with a retained message.',
    nothing: 'Nobody has subscribed, and no message is retained.',
    retained: 'retained',
    subscribed: 'subscribed',
    most: (count: string) => `The first ${count} of each are shown.`,
  },
  {
    about: '有订阅者的主题过滤器，以及有保留消息的主题。',
    nothing: '没有订阅，也没有保留消息。',
    retained: '保留消息',
    subscribed: '有订阅',
    most: (count: string) => `各显示前 ${count} 个。`,
  },
);

interface Node {
  readonly name: string;
  readonly path: string;
  readonly children: Map<string, Node>;
  isSubscribed: boolean;
  isRetained: boolean;
}

const MOST = 5_000;
/** Children that are drawn of one level. */
const MOST_CHILDREN = 200;

/** The levels of topics; what is folded is not drawn. */
export function TopicTree() {
  const texts = useTexts(catalogue);
  const formats = useFormats();
  const query = useQuery({
    queryKey: ['topics'],
    queryFn: async ({ signal }) => {
      const [topics, retained] = await Promise.all([
        api.get<Page<TopicRow>>('/topics', { limit: MOST }, signal),
        api.get<Page<Retained>>('/mqtt/retainer/messages', { limit: MOST }, signal),
      ]);
      return {
        subscribed: topics.data.map(({ topic }) => topic),
        retained: retained.data.map(({ topic }) => topic),
        hasMore: topics.meta.hasnext || retained.meta.hasnext,
      };
    },
    refetchInterval: 10_000,
  });
  const root = useMemo(() => treeOf(query.data?.subscribed ?? [], query.data?.retained ?? []), [query.data]);
  return (
    <QueryView
      query={query}
      isEmpty={({ subscribed, retained }) => subscribed.length + retained.length === 0}
      empty={<EmptyState>{texts.nothing}</EmptyState>}
    >
      {({ hasMore }) => (
        <Stack gap="xs">
          <Text size="xs" c="dimmed">
            {texts.about} {hasMore && texts.most(formats.number(MOST))}
          </Text>
          <Level node={root} depth={0} />
        </Stack>
      )}
    </QueryView>
  );
}

function Level({ node, depth }: { node: Node; depth: number }) {
  const formats = useFormats();
  const children = [...node.children.values()];
  const rest = children.length - MOST_CHILDREN;
  return (
    <ul style={{ listStyle: 'none', margin: 0, paddingInlineStart: depth === 0 ? 0 : 20 }}>
      {children.slice(0, MOST_CHILDREN).map((child) => (
        <Branch key={child.name} node={child} depth={depth} />
      ))}
      {rest > 0 && <li>… {formats.number(rest)}</li>}
    </ul>
  );
}

function Branch({ node, depth }: { node: Node; depth: number }) {
  const texts = useTexts(catalogue);
  const formats = useFormats();
  const [isOpen, setOpen] = useState(false);
  const Chevron = isOpen ? IconChevronDown : IconChevronRight;
  const name = <DeviceText text={node.name === '' ? '""' : node.name} longest={100} />;
  return (
    <li>
      <Group gap="xs" mih={28} wrap="nowrap">
        {node.children.size > 0 ? (
          <UnstyledButton aria-expanded={isOpen} mih={24} fz="inherit" onClick={() => setOpen(!isOpen)}>
            <Chevron size={14} stroke={1.5} aria-hidden="true" /> {name}{' '}
            <Text span size="xs" c="dimmed">
              {formats.number(node.children.size)}
            </Text>
          </UnstyledButton>
        ) : (
          <span style={{ paddingInlineStart: 18 }}>{name}</span>
        )}
        {node.isSubscribed && (
          <Anchor
            component={Link}
            to="/clients/subscriptions"
            search={{ q: `topic:"${node.path}"` } as never}
            size="xs"
          >
            {texts.subscribed}
          </Anchor>
        )}
        {node.isRetained && (
          <Anchor
            component={Link}
            to="/clients/retained"
            search={{ q: node.path, open: node.path } as never}
            size="xs"
          >
            {texts.retained}
          </Anchor>
        )}
      </Group>
      {isOpen && <Level node={node} depth={depth + 1} />}
    </li>
  );
}

function treeOf(subscribed: readonly string[], retained: readonly string[]): Node {
  const root = newNode('', '');
  for (const topic of subscribed) place(root, topic).isSubscribed = true;
  for (const topic of retained) place(root, topic).isRetained = true;
  return root;
}

function place(root: Node, topic: string): Node {
  let node = root;
  const levels = topic.split('/');
  for (const [index, name] of levels.entries()) {
    let child = node.children.get(name);
    if (!child) {
      child = newNode(name, levels.slice(0, index + 1).join('/'));
      node.children.set(name, child);
    }
    node = child;
  }
  return node;
}

function newNode(name: string, path: string): Node {
  return { name, path, children: new Map(), isSubscribed: false, isRetained: false };
}
