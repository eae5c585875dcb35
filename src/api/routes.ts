import type { ApiApp } from './api-app.ts';
import type { AuditRecorder } from './audit/audit-recorder.ts';
import type { Identity } from './authentication/identity.ts';
import { Backups } from './backup/backups.ts';
import type { RuleCheck } from './contract.ts';
import { EmqxImports } from './emqx-import/emqx-imports.ts';
import { openApiRoute } from './openapi.ts';
import type { Owners } from './owners/owners.ts';
import type { ApiParts } from './parts.ts';
import { actionRoutes } from './routes/actions.ts';
import { alarmRoutes } from './routes/alarms.ts';
import { alertLinkRoutes } from './routes/alert-links.ts';
import { alertListRoutes } from './routes/alert-lists.ts';
import { alertPageRoutes } from './routes/alert-page.ts';
import { alertSettingsRoutes } from './routes/alert-settings.ts';
import { alertSilenceRoute } from './routes/alert-silence.ts';
import { alertStreamRoute } from './routes/alert-stream.ts';
import { alertTemplateRoutes } from './routes/alert-templates.ts';
import { alertRoutes } from './routes/alerts.ts';
import { apiKeyRoutes } from './routes/api-keys.ts';
import { auditRoutes } from './routes/audit.ts';
import { authenticationRoutes } from './routes/authentication.ts';
import { authorizationRoutes } from './routes/authorization.ts';
import { authorizationCacheRoutes } from './routes/authorization-cache.ts';
import { authorizationRuleRoutes } from './routes/authorization-rules.ts';
import { backtestRoutes } from './routes/backtests.ts';
import { backupRoutes } from './routes/backup.ts';
import { bannedRoutes } from './routes/banned.ts';
import { bridgeRoutes } from './routes/bridges.ts';
import { certificateRoutes } from './routes/certificates.ts';
import { clientMessageRoutes } from './routes/client-messages.ts';
import { clientRegistryRoutes } from './routes/client-registry.ts';
import { clientSubscriptionRoutes } from './routes/client-subscriptions.ts';
import { clientTopicRoutes } from './routes/client-topics.ts';
import { clientRoutes } from './routes/clients.ts';
import { connectorRecognitionRoutes } from './routes/connector-recognition.ts';
import { connectorRoutes } from './routes/connectors.ts';
import { dashboardRoutes } from './routes/dashboard.ts';
import { dataExportRoutes } from './routes/data-export.ts';
import { delayedRoutes } from './routes/delayed.ts';
import { deliveryRoutes } from './routes/deliveries.ts';
import { deliveryStreamRoute } from './routes/delivery-stream.ts';
import { emqxImportRoutes } from './routes/emqx-import.ts';
import { errorCodeRoutes } from './routes/error-codes.ts';
import { eventRoutes } from './routes/events.ts';
import { figureHistoryRoutes } from './routes/figure-history.ts';
import { healthRoutes } from './routes/health.ts';
import { listenerRoutes } from './routes/listeners.ts';
import { liveRoutes } from './routes/live.ts';
import { maintenanceWindowRoutes } from './routes/maintenance-windows.ts';
import { monitorRoutes } from './routes/monitors.ts';
import { mqttUserRoutes } from './routes/mqtt-users.ts';
import { nodeRoutes } from './routes/nodes.ts';
import { objectFileRoutes } from './routes/object-files.ts';
import { playbookRoutes } from './routes/playbooks.ts';
import { previewInboxRoutes } from './routes/preview-inbox.ts';
import { prometheusRoutes } from './routes/prometheus.ts';
import { publishRoutes } from './routes/publish.ts';
import { recoveryRoutes } from './routes/recoveries.ts';
import { retainerRoutes } from './routes/retainer.ts';
import { ruleDraftRoutes } from './routes/rule-drafts.ts';
import { ruleEngineRoutes } from './routes/rule-engine.ts';
import { ruleExplanationRoutes } from './routes/rule-explanations.ts';
import { ruleRoutes } from './routes/rules.ts';
import { schemaRegistryRoutes } from './routes/schema-registry.ts';
import { searchRoutes } from './routes/searches.ts';
import { secondFactorRoutes } from './routes/second-factor.ts';
import { sessionRoutes } from './routes/session.ts';
import { setupRoutes } from './routes/setup.ts';
import { signInRoutes } from './routes/sign-in.ts';
import { silenceRoutes } from './routes/silences.ts';
import { simulationRoutes } from './routes/simulations.ts';
import { slowSubscriptionRoutes } from './routes/slow-subscriptions.ts';
import { sourceRoutes } from './routes/sources.ts';
import { ssoRoutes } from './routes/sso.ts';
import { statusRoutes } from './routes/status.ts';
import { subscriptionRoutes } from './routes/subscriptions.ts';
import { systemRoutes } from './routes/system.ts';
import { topicActivityRoutes } from './routes/topic-activity.ts';
import { topicMetricsRoutes } from './routes/topic-metrics.ts';
import { traceStreamRoute } from './routes/trace-stream.ts';
import { traceRoutes } from './routes/traces.ts';
import { userSessionRoutes } from './routes/user-sessions.ts';
import { userRoutes } from './routes/users.ts';

const BASE_PATH = '/api/v5';

/** Who may call, whose things are, and who writes it down. */
interface RouteGuards {
  readonly identity: Identity;
  readonly owners: Owners;
  readonly recorder: AuditRecorder | undefined;
}

/** All routes: those at the root, and the API below its base path. */
export function addRoutes(root: ApiApp, parts: ApiParts, { identity, owners, recorder }: RouteGuards): void {
  // In a plug-in, so that the description of routes is in place before the first one.
  root.register(async (app: ApiApp) => {
    statusRoutes(app, parts);
    healthRoutes(app, parts);
    openApiRoute(app);
  });
  root.register(async (app: ApiApp) => dashboardRoutes(app, parts));
  // In a plug-in of its own: it reads forms, and answers mistakes with pages.
  root.register(async (app: ApiApp) => alertPageRoutes(app, parts));
  root.register(
    async (app: ApiApp) => {
      // First: it hears of what the others change.
      liveRoutes(app, parts);
      statusRoutes(app, parts);
      errorCodeRoutes(app);
      signInRoutes(app, identity, parts);
      sessionRoutes(app, identity, parts);
      ssoRoutes(app, identity, parts);
      setupRoutes(app, identity);
      userRoutes(app, identity);
      userSessionRoutes(app, identity);
      secondFactorRoutes(app, identity, parts.node);
      apiKeyRoutes(app, identity);
      nodeRoutes(app, parts);
      figureHistoryRoutes(app, parts);
      systemRoutes(app, parts);
      listenerRoutes(app, parts);
      certificateRoutes(app, parts);
      auditRoutes(app, parts, recorder);
      alarmRoutes(app, parts);
      monitorRoutes(app, parts);
      authenticationRoutes(app, parts);
      authorizationRoutes(app, parts);
      authorizationRuleRoutes(app, parts);
      authorizationCacheRoutes(app, parts);
      const backups = new Backups({ ...parts, identity, owners });
      backupRoutes(app, backups, parts);
      const emqxImports = new EmqxImports({
        ...parts,
        backups,
        check: (rule) => parts.rules.check(rule) as RuleCheck,
      });
      dataExportRoutes(app, parts, { identity, backups, emqxImports });
      emqxImportRoutes(app, emqxImports);
      objectFileRoutes(app, parts);
      bannedRoutes(app, parts);
      mqttUserRoutes(app, parts, owners);
      clientRoutes(app, parts);
      clientSubscriptionRoutes(app, parts);
      clientMessageRoutes(app, parts);
      clientRegistryRoutes(app, parts);
      searchRoutes(app, parts);
      eventRoutes(app, parts);
      subscriptionRoutes(app, parts);
      topicActivityRoutes(app, parts);
      publishRoutes(app, parts);
      retainerRoutes(app, parts);
      delayedRoutes(app, parts);
      slowSubscriptionRoutes(app, parts);
      topicMetricsRoutes(app, parts);
      clientTopicRoutes(app, parts);
      ruleRoutes(app, parts);
      ruleDraftRoutes(app, parts);
      ruleEngineRoutes(app, parts);
      backtestRoutes(app, parts);
      simulationRoutes(app, parts);
      traceRoutes(app, parts);
      traceStreamRoute(app, parts);
      schemaRegistryRoutes(app, parts);
      ruleExplanationRoutes(app, parts);
      connectorRoutes(app, parts);
      connectorRecognitionRoutes(app, parts);
      actionRoutes(app, parts);
      sourceRoutes(app, parts);
      bridgeRoutes(app, parts);
      deliveryRoutes(app, parts);
      deliveryStreamRoute(app, parts);
      previewInboxRoutes(app, parts);
      recoveryRoutes(app, parts);
      alertRoutes(app, parts);
      alertListRoutes(app, parts);
      alertSilenceRoute(app, parts);
      alertStreamRoute(app, parts);
      alertSettingsRoutes(app, parts);
      alertLinkRoutes(app, parts);
      silenceRoutes(app, parts);
      maintenanceWindowRoutes(app, parts);
      alertTemplateRoutes(app, parts);
      playbookRoutes(app, parts);
      prometheusRoutes(app, parts, identity);
    },
    { prefix: BASE_PATH },
  );
}
