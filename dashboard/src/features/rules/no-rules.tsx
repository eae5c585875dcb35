import { Anchor, Card, SimpleGrid, Stack, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useLanguage, useTexts } from '../../shared/texts/texts.ts';
import { usePlaybooks } from './rule-queries.ts';
import { rulesTexts } from './rules.texts.ts';

const FIRST = ['device-offline', 'mass-offline', 'flapping'];
const CARDS = 3;

/** Nothing yet: three playbooks to begin with, and SQL for those who know it. */
export function NoRules() {
  const texts = useTexts(rulesTexts);
  const language = useLanguage();
  const { data: playbooks = [] } = usePlaybooks(true);
  const rank = (id: string) => (FIRST.includes(id) ? FIRST.indexOf(id) : FIRST.length);
  const shown = playbooks.toSorted((a, b) => rank(a.id) - rank(b.id)).slice(0, CARDS);
  return (
    <Stack gap="md" py="md" align="center">
      <Text c="dimmed" ta="center">
        {texts.none}
      </Text>
      <SimpleGrid cols={{ base: 1, sm: 3 }} spacing="sm" w="100%">
        {shown.map(({ id, name, description }) => (
          <Card
            key={id}
            withBorder
            padding="md"
            component={Link}
            to="/rules/wizard"
            search={{ playbook: id } as never}
          >
            <Text fw={600}>{name[language]}</Text>
            <Text size="sm" c="dimmed" mt={4}>
              {description[language]}
            </Text>
          </Card>
        ))}
      </SimpleGrid>
      <Anchor component={Link} to="/rules/edit">
        {texts.knowSql}
      </Anchor>
    </Stack>
  );
}
