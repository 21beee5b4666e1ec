import type { components } from './schema';

type Schemas = components['schemas'];

/*
 * What the API sends and takes, under the names that the screens use. All of it is made of the server's own description (deploy/types.sh);
 * nothing here says a shape by hand.
 */
export type Alarm = Schemas['AlarmView'];
export type Announcement = Schemas['AnnouncementView'];
export type AnnouncementBody = Schemas['AnnouncementBody'];
export type ApiKey = Schemas['ApiKeyRow'];
export type ApiKeyBody = Schemas['ApiKeyBody'];
export type ApiKeyMade = Schemas['ApiKeyMade'];
export type AuditEntry = Schemas['AuditRow'];
export type Call = Schemas['CallView'];
export type CallEvent = Schemas['CallEventRow'];
export type CallRecord = Schemas['CallRecord'];
export type CallTrace = Schemas['CallTrace'];
export type CompanySettings = Schemas['CompanySettingsView'];
export type CompanySettingsBody = Schemas['CompanySettingsBody'];
export type Destination = Schemas['DestinationView'];
export type Explanation = Schemas['ExplainView'];
export type Extension = Schemas['ExtensionView'];
export type ExtensionBody = Schemas['ExtensionBody'];
export type FieldProblem = Omit<Schemas['SiteProblem'], 'file'>;
export type OwnProfileBody = Schemas['OwnProfileBody'];
export type OwnSession = Schemas['OwnSessionView'];
export type Params = Schemas['SiteProblem']['params'];
export type PlanReason = Schemas['PlanReason'];
export type RecordLeg = Schemas['LegRecord'];
export type Redirect = Schemas['RedirectView'];
export type RedirectBody = Schemas['RedirectBody'];
export type Registration = Schemas['RegistrationView'];
export type Role = Schemas['RoleView'];
export type RoleBody = Schemas['RoleBody'];
export type Route = Schemas['RouteView'];
export type RouteBody = Schemas['RouteBody'];
export type Session = Schemas['SessionView'];
export type SessionUser = Schemas['SessionUserView'];
export type TraceMessage = Schemas['TraceMessage'];
export type TraceParty = Schemas['TraceParty'];
export type Trunk = Schemas['TrunkView'];
export type TrunkBody = Schemas['TrunkBody'];
export type TrunkStatus = Schemas['TrunkStatusView'];
export type User = Schemas['UserView'];
export type UserBody = Schemas['UserBody'];
export type UserLink = Schemas['LinkView'];
