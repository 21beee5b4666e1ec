using XHand.Site;
using XHand.Web.Api;

namespace XHand.Web.Problems;

/// <summary>Every reason that the API gives besides those of the site file. The web client has each in its languages; a test compares.</summary>
public static class WebReasons
{
    // Requests.
    public static readonly ReasonForm Starting = new("starting", "XHand is starting; try again in a moment.");
    public static readonly ReasonForm NothingHere = new("nothingHere", "There is nothing at {path}.");
    public static readonly ReasonForm NotFound = new("notFound", "There is no {what} {key}.");
    public static readonly ReasonForm DatabaseIsAway = new("databaseAway", "The database is away; calls go on, configuration and records wait for it.");
    public static readonly ReasonForm Failed = new("failed", "The request failed inside XHand; the log says why.");
    public static readonly ReasonForm GivenUp = new("givenUp", "The request was given up.");
    public static readonly ReasonForm BodyTooLarge = new("bodyTooLarge", "The request's body is larger than this address takes.");
    public static readonly ReasonForm BadRequest = new("badRequest", "{reason}");
    public static readonly ReasonForm BadJson = new("badJson", "The body is not the JSON asked for{place}: {reason}.");
    public static readonly ReasonForm BodyNotObject = new("bodyNotObject", "the body must be an object with the fields of one entry");
    public static readonly ReasonForm KeyOfAddress = new("keyOfAddress", "must be \"{key}\", as in the address, or be left out");
    public static readonly ReasonForm OneProblem = new("oneProblem", "One problem was found; nothing was changed.");
    public static readonly ReasonForm Problems = new("problems", "{count} problems were found; nothing was changed.");
    public static readonly ReasonForm InUse = new("inUse", "{why}.");
    public static readonly ReasonForm OtherCompany = new("otherCompany", "is \"{named}\", but the change was asked for company \"{company}\"");
    public static readonly ReasonForm NoKind = new("noKind", "There is no kind \"{kind}\"; kinds: {allowed}.");
    public static readonly ReasonForm Status = new("status", "The request was answered {status}.");

    // What stands in an address's query.
    public static readonly ReasonForm BadTime = new("badTime", "\"{name}\" is \"{value}\"; " + Moment.Allowed + ".");
    public static readonly ReasonForm BadValue = new("badValue", "\"{name}\" is \"{value}\"; allowed: {allowed}.");
    public static readonly ReasonForm BadCount = new("badCount", "\"{name}\" is {value}; allowed: {least} to {most}.");
    public static readonly ReasonForm TooManyWords = new("tooManyWords", "\"{name}\" has {count} words; allowed: up to {most}.");
    public static readonly ReasonForm TooManyLetters = new("tooManyLetters", "\"{name}\" has {count} letters; allowed: up to {most}.");
    public static readonly ReasonForm NulCharacter = new("nulCharacter", "\"{name}\" has a NUL character in it, which no record has.");
    public static readonly ReasonForm NoQueues = new("noQueues", "There are no queues in this version, so no record has one; leave \"queue\" out.");
    public static readonly ReasonForm ExplainWhat = new("explainWhat", "Give \"from\" and \"dial\" for an extension's call, or \"trunk\" and \"did\" (and \"from\", the caller's number) for a call from outside.");

    // Calls.
    public static readonly ReasonForm CallNeeds = new("callNeeds", "A call needs \"from\" and \"to\".");
    public static readonly ReasonForm CallRefused = new("callRefused", "{reason}");

    // Who asks, and what they may.
    public static readonly ReasonForm SignIn = new("signIn", "Sign in, or send an API key: Authorization: Bearer xh_...; the session or key given, if any, is not valid.");
    public static readonly ReasonForm NotAllowed = new("notAllowed", "You may not do that; needed: {permissions}.");
    public static readonly ReasonForm ForeignChange = new("foreignChange", "A change that a browser asks for with its session needs the header {header}: 1 and a page of this server.");
    public static readonly ReasonForm ForeignPage = new("foreignPage", "Live state is for this server's own pages; this request comes from a page of another.");
    public static readonly ReasonForm WrongLogin = new("wrongLogin", "The login or the password is wrong.");
    public static readonly ReasonForm Wait = new("wait", "Too many failed sign-ins from this address; try again in {seconds} s.");
    public static readonly ReasonForm DeadLink = new("deadLink", "The link was used or has expired; an administrator can make another.");
    public static readonly ReasonForm NotAPerson = new("notAPerson", "Only a person who has signed in has sessions and a password; a key and the command line have none.");

    // Users, roles and keys.
    public static readonly ReasonForm LoginForm = new("loginForm", "must be 1 to {most} small letters, digits or . _ - @, beginning with a letter or digit");
    public static readonly ReasonForm PersonName = new("personName", "must have at most {most} characters and no control characters");
    public static readonly ReasonForm NoEmail = new("noEmail", "must be an e-mail address or empty");
    public static readonly ReasonForm NoLanguage = new("noLanguage", "must be one of {allowed}");
    public static readonly ReasonForm NoSuchRole = new("noSuchRole", "names \"{role}\", which is no role");
    public static readonly ReasonForm NoSuchPermission = new("noSuchPermission", "names \"{permission}\", which is no permission");
    public static readonly ReasonForm RoleName = new("roleName", "must be 1 to 64 letters, digits, spaces or . _ -, beginning with a letter or digit");
    public static readonly ReasonForm RoleBuiltIn = new("roleBuiltIn", "The role {role} is built in and stays as it is.");
    public static readonly ReasonForm RoleGivesMore = new("roleGivesMore", "The role allows {permission}, which you may not do yourself, so you cannot give or take it.");
    public static readonly ReasonForm UserHasMore = new("userHasMore", "The user's roles allow {permission}, which you may not do yourself, so you cannot give or take them.");
    public static readonly ReasonForm KeyName = new("keyName", "A key's name has 1 to {most} characters.");
    public static readonly ReasonForm KeyScopes = new("keyScopes", "A key's scopes are one or more of {scopes}, or names of permissions except {except}.");
    public static readonly ReasonForm KeyGivesMore = new("keyGivesMore", "The key would be allowed {permission}, which you may not do yourself.");

    // People's passwords.
    public static readonly ReasonForm PersonPasswordShort = new("personPasswordShort", "has fewer than {least} characters");
    public static readonly ReasonForm PersonPasswordLong = new("personPasswordLong", "has more than {most} characters");
    public static readonly ReasonForm PersonPasswordIsLogin = new("personPasswordIsLogin", "must not be the login");
    public static readonly ReasonForm PersonPasswordMonotone = new("personPasswordMonotone", "repeats one or two characters");
    public static readonly ReasonForm PersonPasswordCommon = new("personPasswordCommon", "is one of the commonest, which are tried first");
    public static readonly ReasonForm PersonPasswordWrong = new("personPasswordWrong", "is not the present password");
}
