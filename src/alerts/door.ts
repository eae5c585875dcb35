/** What the floors above may use of the alerts. */

export type { Alert, Flapping, LocalText, Severity, Subject } from './alert.ts';
export { ALERT_STATUSES, SEVERITIES } from './alert.ts';
export type { AlertBook, AlertPolicy, Condition } from './alert-book.ts';
export { AlertError } from './alert-error.ts';
export type { AlertNews } from './alert-news.ts';
export { type AlertDraft, type AlertSettings, alertDraft, alertSettings } from './alert-settings.ts';
export type { HistoryCounts } from './history/alert-history.ts';
export type { PastAlert } from './history/past-alert.ts';
export type { LinkClaim } from './links/link-token.ts';
export type { LinkedAlerts } from './links/linked-alerts.ts';
export type { AlertDay } from './log/alert-days.ts';
export type { AlertFollower } from './log/alert-feed.ts';
export type { AlertFigures } from './log/alert-figures.ts';
export type { AlertFilter, LiveAlertFilter } from './log/alert-filter.ts';
export type { AlertGroup } from './log/alert-groups.ts';
export { ALERT_ORDERS } from './log/alert-search.ts';
export type { ToldChannels } from './log/told-channels.ts';
export type {
  CertificateFigure,
  ConnectorFigure,
  Culprit,
  Misdeed,
  MonitorSources,
} from './monitors/gauges/monitor-sources.ts';
export { monitorSchema } from './monitors/monitor-settings.ts';
export type { MonitorView } from './monitors/monitor-view.ts';
export { Monitors } from './monitors/monitors.ts';
export { peerSettings } from './monitors/peers/peer-settings.ts';
export { declareMonitors } from './monitors/stored-monitors.ts';
export type { CommonFactor, Notification } from './notification.ts';
export { type Alerts, openAlerts } from './open-alerts.ts';
export { type PipelineSettings, pipelineSettings, refuseAddresses } from './pipeline-settings.ts';
export {
  findPlaybook,
  playbooks,
  playbookView,
  type RenderedRule,
  renderPlaybook,
} from './playbooks/playbooks.ts';
export type { Presence } from './presence.ts';
export type { AlertNature, AlertRaiser, AlertRules, Clearing, Raising } from './raising.ts';
export { Rehearsal, type RehearsalOptions, type RehearsalReport } from './rehearsal/rehearsal.ts';
export type { MorningFigures } from './reports/morning-message.ts';
export { nightFigures } from './reports/night-figures.ts';
export { Reports, type ReportsStatus } from './reports/reports.ts';
export { AlertTemplates } from './rule-alerts/alert-templates.ts';
export type { HeldAlerts, HeldPreview } from './silences/held-alerts.ts';
export {
  MAINTENANCE_STATES,
  type MaintenanceDraft,
  type MaintenanceWindow,
  maintenanceEdge,
  stateOfMaintenance,
} from './silences/maintenance/maintenance-window.ts';
export { type AlertMatchers, alertMatchers } from './silences/matching/matchers.ts';
export { writeExactly } from './silences/matching/wildcard.ts';
export type { Quiet } from './silences/quiet.ts';
export { scheduleSchema } from './silences/schedule.ts';
export { SILENCE_STATES, type Silence, type SilenceDraft, stateOf } from './silences/silence.ts';
export type { SilenceJudge } from './silences/silence-judge.ts';
export type { TimelineEntry } from './timeline/timeline.ts';
export { builtInWording } from './wording/alert-wording.ts';
export { shownName } from './wording/shown-names.ts';
export { shownDuration } from './wording/shown-times.ts';
export { MESSAGE_KINDS, messageTemplate } from './wording/templates/message-template.ts';
export type { StoredTemplate } from './wording/templates/message-templates.ts';
export { TemplatePreviews } from './wording/templates/template-previews.ts';
export { TEMPLATE_VARIABLES } from './wording/templates/variable-names.ts';
export type { AlertLinks, Audience, Wording } from './wording/wording.ts';
