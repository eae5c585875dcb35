import { Anchor, Button, Group, Text, Title, VisuallyHidden } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTexts } from '../../shared/texts/texts.ts';
import styles from './getting-started.module.css';
import { overviewTexts } from './overview.texts.ts';
import { hideGettingStarted, type Progress, useIsHidden } from './progress.ts';

const STEPS = [
  { name: 'client', to: '/' },
  { name: 'alert', to: '/rules/wizard' },
  { name: 'channel', to: '/notify' },
  { name: 'access', to: '/settings/access' },
] as const;

interface GettingStartedProps {
  readonly progress: Progress;
  readonly onConnect: () => void;
}

/** Until all of it is done, or somebody hides it. */
export function GettingStarted({ progress, onConnect }: GettingStartedProps) {
  const texts = useTexts(overviewTexts);
  if (useIsHidden() || Object.values(progress).every(Boolean)) return null;
  return (
    <section className={styles.card} aria-labelledby="getting-started">
      <Group justify="space-between" wrap="nowrap">
        <Title order={2} id="getting-started">
          {texts.startTitle}
        </Title>
        <Button size="compact-xs" variant="subtle" color="gray" onClick={() => hideGettingStarted(true)}>
          {texts.hide}
        </Button>
      </Group>
      <ol className={styles.steps}>
        {STEPS.map(({ name, to }) => (
          <li key={name} className={progress[name] ? styles.done : ''}>
            <span aria-hidden="true" className={styles.mark}>
              {progress[name] ? '✓' : '○'}
            </span>
            {progress[name] ? (
              <Text span inherit>
                {texts.steps[name]}
              </Text>
            ) : name === 'client' ? (
              <Anchor component="button" type="button" inherit onClick={onConnect}>
                {texts.steps[name]}
              </Anchor>
            ) : (
              <Link to={to}>{texts.steps[name]}</Link>
            )}
            <VisuallyHidden>: {progress[name] ? texts.done : texts.toDo}</VisuallyHidden>
          </li>
        ))}
      </ol>
      <Group gap="xs" mt="xs">
        {!progress.alert && (
          <Button component={Link} to="/rules/wizard">
            {texts.createAlert}
          </Button>
        )}
        <Button variant="default" onClick={onConnect}>
          {texts.connectDevice}
        </Button>
        <Button variant="default" component={Link} to="/settings/emqx">
          {texts.importEmqx}
        </Button>
      </Group>
    </section>
  );
}
