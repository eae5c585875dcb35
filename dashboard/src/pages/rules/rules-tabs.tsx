import { rulesTexts } from '../../features/rules/rules.texts.ts';
import { useTexts } from '../../shared/texts/texts.ts';
import { PlaceTabs } from '../../shared/ui/place-tabs.tsx';

/** The pages of the place Rules. */
export function RulesTabs() {
  const texts = useTexts(rulesTexts);
  return (
    <PlaceTabs
      label={texts.rules}
      tabs={[
        { to: '/rules', label: texts.rules, also: ['/rules/edit', '/rules/wizard'] },
        { to: '/rules/connectors', label: texts.connectors, also: ['/rules/connector'] },
        { to: '/rules/backtests', label: texts.backtests },
      ]}
    />
  );
}
