import { TemplateWorkshop } from '../../features/message-templates/template-workshop.tsx';
import { templateTexts } from '../../features/message-templates/templates.texts.ts';
import { CodeMenu } from '../../shared/code/code-menu.tsx';
import { useTexts } from '../../shared/texts/texts.ts';
import { Page } from '../../shared/ui/page.tsx';

export function TemplatesPage() {
  const texts = useTexts(templateTexts);
  return (
    <Page title={texts.title} actions={<CodeMenu call={{ method: 'GET', path: '/alert_templates' }} />}>
      <TemplateWorkshop />
    </Page>
  );
}
